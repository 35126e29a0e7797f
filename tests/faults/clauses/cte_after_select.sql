select token from known
with known as (select token from production.brands)

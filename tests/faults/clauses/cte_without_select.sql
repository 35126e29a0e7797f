with known as (select token from production.brands)

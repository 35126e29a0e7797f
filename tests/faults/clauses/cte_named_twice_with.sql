with known as (select token from production.brands),
with other as (select token from known)
select token from other

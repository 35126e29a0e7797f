with first as (select token from production.brands)
second as (select token from first)
select token from second

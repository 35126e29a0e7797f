with old as (select token from production.brands)
delete from production.brands

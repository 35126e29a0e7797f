from production.brands
select token

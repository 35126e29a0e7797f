# brands
select token from production.brands

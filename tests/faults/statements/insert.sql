insert into known
select token from production.brands

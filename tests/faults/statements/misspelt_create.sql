craete table known as
select token from production.brands

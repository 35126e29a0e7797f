select token from production.brands
minus all
select token from production.pages

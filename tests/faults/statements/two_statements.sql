select token from production.brands;
select token from production.pages

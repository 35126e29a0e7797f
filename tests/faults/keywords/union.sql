select token from production.brands
unoin all
select token from production.pages

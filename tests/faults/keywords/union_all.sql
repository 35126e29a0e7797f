select token from production.brands
union al
select token from production.pages

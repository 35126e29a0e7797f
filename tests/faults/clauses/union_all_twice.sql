select token from production.brands
union all union all
select token from production.pages

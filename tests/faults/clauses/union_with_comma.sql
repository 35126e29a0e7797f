select token from production.brands,
union all
select token from production.pages

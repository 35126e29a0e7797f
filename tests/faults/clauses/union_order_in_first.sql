select token from production.brands limit 3
union all
select token from production.pages

select token from production.brands order by token
union all
select token from production.pages

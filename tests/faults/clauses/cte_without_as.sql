with known (select token from production.brands)
select token from known

with known ass (select token from production.brands)
select token from known

wtih known as (select token from production.brands)
select token from known

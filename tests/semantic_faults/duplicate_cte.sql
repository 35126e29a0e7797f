-- expect: FSC118 4:1
-- duckdb: refuses
with recent as (select token from production.brands),
recent as (select brand_token from production.orders)
select 1 as one from recent

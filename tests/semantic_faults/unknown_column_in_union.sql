-- expect: FSC115 5:8
-- duckdb: refuses
select token from production.brands
union all
select token from production.orders

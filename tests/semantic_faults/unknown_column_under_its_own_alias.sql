-- expect: FSC115 3:30
-- duckdb: refuses
select brand_token, coalesce(amonut, 0) as amonut from production.orders

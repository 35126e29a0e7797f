-- expect: FSC119 3:61
-- duckdb: refuses
select distinct brand_token from production.orders order by created_at

-- expect: FSC123 3:12
-- duckdb: refuses
select id, day + created_at::date as sum_of_days from production.orders

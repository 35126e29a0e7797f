-- expect: FSC123 3:22
-- duckdb: refuses
select id, case when day then 1 else 0 end as has_day from production.orders

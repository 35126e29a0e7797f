-- expect: FSC123 3:47
-- duckdb: refuses
select id, case when is_gift then amount else day end as mixed from production.orders

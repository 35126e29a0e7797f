-- expect: FSC115 3:22
-- duckdb: refuses
select id, case when stauts = 'paid' then amount else 0 end as paid from production.orders

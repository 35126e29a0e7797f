-- expect: FSC115 3:12
-- duckdb: refuses
select id, amt::float as amount from production.orders

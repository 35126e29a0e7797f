-- expect: FSC115 3:12
-- duckdb: refuses
select id, payloda:city::varchar as city from production.orders

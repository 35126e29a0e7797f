-- expect: FSC120 3:59
-- duckdb: refuses
select count(*) as orders from production.orders group by max(status)

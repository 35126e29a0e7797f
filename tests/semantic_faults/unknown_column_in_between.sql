-- expect: FSC115 3:52
-- duckdb: refuses
select id from production.orders where day between start_day and '2023-08-01'::date

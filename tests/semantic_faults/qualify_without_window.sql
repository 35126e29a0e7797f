-- expect: FSC120 3:42
-- duckdb: refuses
select id from production.orders qualify amount > 10

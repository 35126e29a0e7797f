-- expect: FSC115 3:64
-- duckdb: refuses
select (select max(price) from production.prices where price > amonut) as amonut from production.orders

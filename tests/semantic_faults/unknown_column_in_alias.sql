-- expect: FSC115 3:31
-- duckdb: refuses
select amount * 2 as doubled, doubeld + 1 as more from production.orders

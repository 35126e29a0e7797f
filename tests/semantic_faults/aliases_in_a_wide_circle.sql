-- expect: FSC115 3:29, FSC115 3:8
-- duckdb: refuses
select x as y, amount as w, z + w as x, y + 1 as z from production.orders

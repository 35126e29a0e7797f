-- expect: FSC115 3:16
-- duckdb: refuses
select o.id, f.vlaue::varchar as item
from production.orders as o,
    lateral flatten(input => o.payload) as f

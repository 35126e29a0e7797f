-- expect: FSC115 5:32
-- duckdb: refuses
select o.id, f.value::varchar as item
from production.orders as o,
    lateral flatten(input => o.payloads) as f

-- expect: FSC115 5:46
-- duckdb: refuses
select id, status, measure, amount
from production.sales
    unpivot (amount for measure in (january, febuary))

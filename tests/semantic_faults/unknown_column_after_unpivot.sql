-- expect: FSC115 3:12
-- duckdb: refuses
select id, january
from production.sales
    unpivot (amount for measure in (january, february))

-- expect: FSC127 3:35
-- duckdb: refuses
select v.a from (values (1, 'x'), (2)) as v (a, b)

-- expect: FSC200 3:84
-- duckdb: refuses
select id, month, value from production.sales unpivot (value for month in (status, january))

-- expect: FSC200 3:86
-- duckdb: binds, but rounds the text to a whole number
select * from (select status, january from production.sales) pivot (sum(january) for status in (1, 2))

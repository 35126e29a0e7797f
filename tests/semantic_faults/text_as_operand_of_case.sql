-- expect: FSC200 3:13
-- duckdb: binds, but rounds the text to a whole number
select case status when 1 then 1 else 0 end as is_one from production.orders

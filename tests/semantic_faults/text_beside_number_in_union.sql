-- expect: FSC200 3:64
-- duckdb: binds, but as a text
select status as value from production.orders union all select id from production.categories

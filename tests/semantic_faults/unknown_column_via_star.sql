-- expect: FSC115 8:22
-- duckdb: refuses
with joined as (
    select o.*, c.name as category
    from production.orders as o
    join production.categories as c on c.id = o.retailer_id
)
select id, category, categry_id from joined

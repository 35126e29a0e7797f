-- The value of each order first, then orders per retailer, so that nothing is counted twice over a join.
with retailers as (select id from read_csv('$data/retailers.csv', header = true, quote = '"', escape = '"') where created_at < timestamp '$ds'),
orders as (
    select
        o.retailer_id,
        o.brand_token,
        (select sum(quantity * unit_price_cents) from read_parquet('$data/order_items.parquet') i where i.order_id = o.id) as cents
    from read_parquet('$data/orders.parquet') o
    where o.ordered_at < timestamp '$ds'
        and o.ordered_at >= timestamp '$ds' - interval 30 days
        and not coalesce(o.cancelled_at < timestamp '$ds', false)
),
wide as (
    select
        r.id,
        (select count(*) from orders o where o.retailer_id = r.id) as n,
        (select len(list(distinct brand_token)) from orders o where o.retailer_id = r.id) as brands,
        (select sum(cents) from orders o where o.retailer_id = r.id) as cents
    from retailers r
),
long as (
    select id, 'orders_trailing_30_days' as feature, n::double as value from wide
    union all
    select id, 'brands_trailing_30_days', coalesce(brands, 0) from wide
    union all
    select id, 'spend_trailing_30_days', coalesce(cents, 0)::double / 100 from wide
    union all
    select id, 'avg_order_value_trailing_30_days', case when n > 0 then cents::double / n / 100 end from wide
)
select 'retailer' as entity, id::varchar as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

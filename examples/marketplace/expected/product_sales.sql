-- Straight from the orders, without the merged table in between.
with events as (
    select i.product_token, o.ordered_at as happened_at, i.quantity as units
    from read_parquet('$data/orders.parquet') o
    join read_parquet('$data/order_items.parquet') i on i.order_id = o.id
    union all
    select i.product_token, o.cancelled_at, -i.quantity
    from read_parquet('$data/orders.parquet') o
    join read_parquet('$data/order_items.parquet') i on i.order_id = o.id
    where o.cancelled_at is not null
),
recent as (
    select product_token, units, date_diff('day', happened_at::date, date '$ds') as age_days
    from events
    where happened_at < timestamp '$ds' and happened_at >= timestamp '$ds' - interval 28 days
),
products as (select distinct product_token from recent),
long as (
    select
        product_token,
        'units_sold_trailing_7_days' as feature,
        coalesce((select sum(units) from recent r where r.product_token = p.product_token and age_days <= 7), 0) as value
    from products p
    union all
    select product_token, 'units_sold_trailing_28_days', sum(units) from recent group by product_token
    union all
    select
        product_token,
        'days_since_last_order',
        (select min(age_days) from recent r where r.product_token = p.product_token and units > 0)
    from products p
)
select 'product' as entity, product_token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

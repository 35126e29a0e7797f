-- Views and orders apart and then joined, where the feature stacks them. A composite key is escaped and joined by |.
with views as (
    select
        retailer_id,
        product_token,
        max(viewed_at) as last_view,
        count(*) filter (where viewed_at >= timestamp '$ds' - interval 14 days) as recent_views
    from read_parquet('$data/product_views.parquet')
    where viewed_at < timestamp '$ds'
    group by all
),
purchases as (
    select o.retailer_id, i.product_token, max(o.ordered_at) as last_order, sum(i.quantity) as units, count(distinct o.id) as orders
    from read_parquet('$data/orders.parquet') o, read_parquet('$data/order_items.parquet') i
    where i.order_id = o.id
        and o.ordered_at < timestamp '$ds'
        and not coalesce(o.cancelled_at < timestamp '$ds', false)
    group by all
),
pairs as (
    select
        retailer_id || '|' || replace(replace(product_token, '\', '\\'), '|', '\|') as entity_id,
        last_view,
        coalesce(recent_views, 0) as recent_views,
        coalesce(units, 0) as units,
        coalesce(orders, 0) as orders
    from views
    full join purchases using (retailer_id, product_token)
    where greatest(last_view, last_order) >= timestamp '$ds' - interval 30 days
),
long as (
    select entity_id, 'views_trailing_14_days' as feature, recent_views::double as value from pairs
    union all
    select entity_id, 'units_ordered', units::double from pairs
    union all
    select entity_id, 'days_since_last_view', (date '$ds' - last_view::date)::double from pairs
    union all
    select entity_id, 'has_reordered', (orders > 1)::integer::double from pairs
)
select 'retailer_product' as entity, entity_id, feature, timestamp '$ds' as as_of, value from long

with brands as (select token from read_csv('$data/brands.csv', header = true, quote = '"', escape = '"') where created_at < timestamp '$ds'),
orders as (from read_parquet('$data/orders.parquet')),
long as (
    select
        token,
        'avg_fulfillment_days_trailing_7_days' as feature,
        (
            select sum(epoch(fulfilled_at) - epoch(ordered_at)) / count(*) / 86400
            from orders
            where brand_token = token and fulfilled_at < timestamp '$ds' and timestamp '$ds' - fulfilled_at <= interval 7 days
        ) as value
    from brands
    union all
    select
        token,
        'open_orders',
        (
            select count(*)
            from orders
            where brand_token = token
                and ordered_at < timestamp '$ds'
                and not coalesce(least(fulfilled_at, cancelled_at) < timestamp '$ds', false)
        )
    from brands
)
select 'brand' as entity, token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

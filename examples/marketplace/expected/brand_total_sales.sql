-- Sales per category in rows, then looked up per feature, where the feature sums conditionally.
with products as (from read_csv('$data/products.csv', header = true, quote = '"', escape = '"')),
lines as (
    select
        o.brand_token,
        case p.category
            when 'Home décor' then 'total_sales_home_decor'
            when 'Food & drink' then 'total_sales_food_drink'
            when 'Jewelry' then 'total_sales_jewelry'
            when 'Kids'' & baby' then 'total_sales_kids_baby'
            when 'Stationery' then 'total_sales_stationery'
            else 'total_sales_other'
        end as feature,
        i.quantity * i.unit_price_cents / 100.0::double as dollars
    from read_parquet('$data/order_items.parquet') i
    join read_parquet('$data/orders.parquet') o on o.id = i.order_id
    join products p on p.token = i.product_token
    where o.ordered_at < timestamp '$ds' and not coalesce(o.cancelled_at < timestamp '$ds', false)
),
features as (
    select unnest([
        'total_sales_home_decor',
        'total_sales_food_drink',
        'total_sales_jewelry',
        'total_sales_kids_baby',
        'total_sales_stationery',
        'total_sales_other'
    ]) as feature
),
long as (
    select brand_token, f.feature, coalesce(sum(dollars) filter (where l.feature = f.feature), 0) as value
    from lines l
    cross join features f
    group by all
    union all
    select brand_token, 'total_sales', sum(dollars) from lines group by brand_token
)
select 'brand' as entity, brand_token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

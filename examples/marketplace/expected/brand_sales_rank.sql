-- From the orders themselves, where the feature reads another feature view. Whole cents keep equal sales equal.
with products as (from read_csv('$data/products.csv', header = true, quote = '"', escape = '"')),
lines as (
    select o.brand_token, p.category, i.quantity * i.unit_price_cents as cents
    from read_parquet('$data/order_items.parquet') i
    join read_parquet('$data/orders.parquet') o on o.id = i.order_id
    join products p on p.token = i.product_token
    where o.ordered_at < timestamp '$ds' and not coalesce(o.cancelled_at < timestamp '$ds', false)
),
brands as (select brand_token, sum(cents) as cents from lines group by brand_token),
categories as (
    select brand_token, max(cents) as cents
    from (
        select brand_token, sum(cents) as cents
        from lines
        where category in ('Home décor', 'Food & drink', 'Jewelry', 'Kids'' & baby', 'Stationery')
        group by brand_token, category
    )
    group by brand_token
),
long as (
    select b.brand_token, 'sales_rank' as feature, 1 + (select count(*) from brands more where more.cents > b.cents) as value
    from brands b
    union all
    select b.brand_token, 'largest_category_share', coalesce(c.cents, 0)::double / b.cents
    from brands b
    left join categories c using (brand_token)
)
select 'brand' as entity, brand_token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

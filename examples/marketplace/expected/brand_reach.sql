with standing as (
    select distinct o.brand_token, o.retailer_id
    from read_parquet('$data/orders.parquet') o
    where o.ordered_at < timestamp '$ds' and coalesce(o.cancelled_at, timestamp '9999-01-01') >= timestamp '$ds'
),
retailers as (from read_csv('$data/retailers.csv', header = true, quote = '"', escape = '"')),
long as (
    select brand_token, 'num_retailers_sold_to' as feature, count(*) as value from standing group by brand_token
    union all
    select
        brand_token,
        'num_countries_sold_in',
        (
            select count(*)
            from (select country from retailers r where r.id in (
                select s.retailer_id from standing s where s.brand_token = b.brand_token
            ) and country is not null group by country)
        )
    from (select distinct brand_token from standing) b
)
select 'brand' as entity, brand_token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

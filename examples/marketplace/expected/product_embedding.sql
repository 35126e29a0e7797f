-- Newest vector by arg_max, centre by a join, where table and feature use window functions.
with products as (from read_csv('$data/products.csv', header = true, quote = '"', escape = '"')),
newest as (
    select
        v.product_token,
        coalesce(p.category, '(none)') as category,
        max(v.embedded_at) as embedded_at,
        arg_max([v.dim_0, v.dim_1, v.dim_2], v.embedded_at) as vector
    from read_parquet('$data/product_vectors.parquet') v
    join products p on p.token = v.product_token
    where v.embedded_at < timestamp '$ds'
    group by all
),
centres as (
    select category, [avg(vector[1]), avg(vector[2]), avg(vector[3])] as centre
    from newest
    group by category
),
long as (
    select product_token, 'squared_distance_to_category_centre' as feature, pow(list_distance(vector, centre), 2) as value
    from newest
    join centres using (category)
    union all
    select product_token, 'embedding_age_days', (date '$ds' - embedded_at::date)::double
    from newest
)
select 'product' as entity, product_token as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long

-- The table holds one day. Asking for that day by name yields no rows, rather than later vectors, when it holds another.
with centred as (
    select
        product_token,
        embedded_at,
        dim_0 - avg(dim_0) over (partition by category) as dim_0,
        dim_1 - avg(dim_1) over (partition by category) as dim_1,
        dim_2 - avg(dim_2) over (partition by category) as dim_2
    from search.daily_embeddings_v2
    where ds = '{{ ds }}'::date
)

select
    product_token,
    dim_0 * dim_0 + dim_1 * dim_1 + dim_2 * dim_2 as squared_distance_to_category_centre,
    datediff('day', embedded_at, '{{ ds }}'::timestamp_ntz) as embedding_age_days
from centred

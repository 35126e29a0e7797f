select
    vectors.product_token,
    products.category,
    vectors.model_version,
    vectors.embedded_at,
    vectors.dim_0,
    vectors.dim_1,
    vectors.dim_2,
    '{{ ds }}'::date as ds
from ml.product_vectors as vectors
join production.products as products on products.token = vectors.product_token
where vectors.embedded_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (
    partition by vectors.product_token
    order by vectors.embedded_at desc, vectors.model_version desc
) = 1
-- Averages of floats over these rows are the same to the last digit when the rows come in the same order.
order by vectors.product_token

-- Reads another feature view at this as-of time; that view runs first.
select
    brand_token,
    rank() over (order by total_sales desc) as sales_rank,
    div0(
        greatest(
            {%- for category in var('categories') %}
            total_sales_{{ category.slug }}{{ '' if loop.last else ',' }}
            {%- endfor %}
        ),
        total_sales
    ) as largest_category_share
from feature_store.brand_total_sales
where as_of = '{{ ds }}'::timestamp_ntz

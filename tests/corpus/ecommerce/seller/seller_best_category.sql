with sales as (
    select l.seller_id, h.category_id, sum(l.quantity) as units
    from app.order_lines l
    join app.product_category_history h
        on h.product_id = l.product_id
        and l.created_at >= h.valid_from
        and l.created_at < coalesce(h.valid_to, '9999-12-31'::timestamp_ntz)
    where l.created_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
      and l.created_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
),
ranked as (
    select
        seller_id,
        category_id,
        units,
        dense_rank() over (partition by category_id order by units desc) as category_rank,
        count(*) over (partition by seller_id) as categories,
        ratio_to_report(units) over (partition by seller_id) as share
    from sales
)
select
    seller_id,
    category_rank as best_category_rank,
    categories as categories_sold_in_trailing_30_days,
    share as best_category_share
from ranked
qualify row_number() over (partition by seller_id order by category_rank) = 1

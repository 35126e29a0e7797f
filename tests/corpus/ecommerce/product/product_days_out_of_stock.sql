with days as (
    select dateadd('day', -column1, '{{ ds }}'::date) as day
    from values {% for i in range(1, 31) %}({{ i }}){{ '' if loop.last else ', ' }}{% endfor %}
),
stock as (
    select snapshot_date, product_id, sum(on_hand - reserved) as available
    from app.inventory_snapshots
    where snapshot_date >= dateadd('day', -30, '{{ ds }}'::date)
      and snapshot_date < '{{ ds }}'::date
    group by snapshot_date, product_id
),
products as (
    select distinct product_id from stock
)
select
    p.product_id,
    count_if(coalesce(s.available, 0) <= 0) as days_out_of_stock_trailing_30_days
from products p
cross join days d
left join stock s on s.product_id = p.product_id and s.snapshot_date = d.day
group by p.product_id

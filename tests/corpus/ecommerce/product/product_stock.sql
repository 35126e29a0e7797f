with stock as (
    select product_id,
           sum(on_hand - reserved) as units_available,
           count_if(on_hand > reserved) as warehouses_in_stock
    from app.inventory_snapshots
    where snapshot_date = dateadd('day', -1, '{{ ds }}'::date)
    group by product_id
),
sold as (
    select product_id, sum(units) as units
    from mart.daily_product_units
    where sale_date >= dateadd('day', -7, '{{ ds }}'::date) and sale_date < '{{ ds }}'::date
    group by product_id
)
select
    stock.product_id,
    stock.units_available,
    stock.units_available / (zeroifnull(sold.units) / 7) as days_of_cover,
    stock.warehouses_in_stock
from stock
left join sold on sold.product_id = stock.product_id

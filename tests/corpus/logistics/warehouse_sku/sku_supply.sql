with received as (
    select warehouse_id, sku, units, supplier_id
    from wms.inbound
    where received_at >= to_date('{{ ds }}') - 90 and received_at < to_date('{{ ds }}')
), on_order as (
    -- an order is entered two weeks before it is expected at the latest
    select warehouse_id, sku, sum(units) as units
    from wms.inbound
    where expected_on < dateadd(week, 2, '{{ ds }}'::date)
      and expected_on >= dateadd(day, -90, '{{ ds }}'::date)
      and (received_at is null or received_at >= '{{ ds }}')
    group by 1, 2
), r as (
    select warehouse_id, sku, sum(units) as units, count(distinct supplier_id) as suppliers
    from received
    group by warehouse_id, sku
)
select
    coalesce(r.warehouse_id, o.warehouse_id) as warehouse_id,
    coalesce(r.sku, o.sku) as sku,
    zeroifnull(r.units) as units_received_trailing_90_days,
    zeroifnull(o.units) as units_on_order,
    zeroifnull(r.suppliers) as suppliers
from r
full outer join on_order o
    on o.warehouse_id = r.warehouse_id and o.sku = r.sku

with s as (
    select
        warehouse_id,
        sku,
        snapshot_date,
        on_hand,
        reserved,
        on_hand - lag(on_hand) over (partition by warehouse_id, sku order by snapshot_date) as change
    from wms.inventory_snapshots
    where snapshot_date >= dateadd(day, -28, '{{ ds }}'::date)
      and snapshot_date < '{{ ds }}'::date
),
agg as (
    select
        warehouse_id,
        sku,
        max(iff(snapshot_date = dateadd(day, -1, '{{ ds }}'::date), on_hand - reserved, null)) as available_units,
        avg(greatest(-change, 0)) as outflow,
        count_if(on_hand <= 0) as stockout_days
    from s
    group by warehouse_id, sku
)
select
    warehouse_id,
    sku,
    available_units,
    outflow as avg_daily_outflow_trailing_28_days,
    available_units / nullif(outflow, 0) as days_of_cover,
    stockout_days as stockout_days_trailing_28_days
from agg

with volumes as (
    select
        snapshot_date,
        warehouse_id,
        sum(on_hand * unit_volume_m3) as volume
    from wms.inventory_snapshots
    where snapshot_date in ('{{ macros.ds_add(ds, -1) }}'::date, '{{ macros.ds_add(ds, -8) }}'::date)
    group by snapshot_date, warehouse_id
)
select
    w.warehouse_id,
    now_.volume as stock_volume_m3,
    now_.volume / nullif(w.capacity_m3, 0) as fill_rate,
    (now_.volume - before_.volume) / nullif(w.capacity_m3, 0) as fill_rate_change_7_days
from wms.warehouses w
left join volumes now_ on now_.warehouse_id = w.warehouse_id and now_.snapshot_date = '{{ macros.ds_add(ds, -1) }}'::date
left join volumes before_ on before_.warehouse_id = w.warehouse_id and before_.snapshot_date = '{{ macros.ds_add(ds, -8) }}'::date
where w.opened_on < '{{ ds }}'::date

with s as (
    select warehouse_id, sum(on_hand) as units
    from wms.inventory_snapshots
    where snapshot_date = '{{ macros.ds_add(ds, -1) }}'::date
    group by warehouse_id
)
select s.warehouse_id, s.units / nullif(sum(o.units), 0) as share_of_all_stock
from s, s as o, wms.warehouses as w
where w.opened_on < '{{ ds }}'::date
group by s.warehouse_id, s.units

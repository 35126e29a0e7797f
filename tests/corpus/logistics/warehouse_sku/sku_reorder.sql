select s.warehouse_id, p.sku, s.days_of_cover < 7 and coalesce(p.units_on_order, 0) = 0 as needs_reorder
from feature_store.sku_stock s
left join feature_store.sku_supply p
  on p.warehouse_id = s.warehouse_id and p.sku = s.sku and p.as_of = '{{ ds }}'::timestamp_ntz
where s.as_of = '{{ ds }}'::timestamp_ntz

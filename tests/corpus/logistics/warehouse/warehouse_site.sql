select
    warehouse_id,
    latitude,
    longitude,
    capacity_m3,
    dense_rank() over (partition by region order by capacity_m3 desc nulls last) as capacity_rank_in_region
from wms.warehouses

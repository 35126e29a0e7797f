with d as (
    select
        origin_warehouse_id,
        dest_country,
        datediff('minute', picked_up_at, delivered_at) / 60 as transit_hours
    from {{ ref('delivered_shipments') }}
    where {{ since('delivered_at', 30) }}
      and dest_country is not null
      and origin_warehouse_id is not null
)
select
    origin_warehouse_id,
    dest_country,
    median(transit_hours) as median_transit_hours_trailing_30_days,
    percentile_cont(0.9) within group (order by transit_hours)
        - percentile_cont(0.1) within group (order by transit_hours) as transit_spread_hours_trailing_30_days,
    count(*) as shipments_trailing_30_days,
    count(*) / sum(count(*)) over (partition by origin_warehouse_id) as volume_share_of_origin_trailing_30_days
from d
group by origin_warehouse_id, dest_country

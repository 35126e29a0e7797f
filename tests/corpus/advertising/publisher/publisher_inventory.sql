with by_placement as (
    select
        publisher_id,
        placement_id,
        count(*) as impressions,
        array_agg(distinct lower(device)) as devices
    from mart.fct_impressions
    where {{ since('served_at', ds, 30) }}
    group by publisher_id, placement_id
),
flattened as (
    select b.publisher_id, count(distinct d.value::string) as kinds, max(iff(d.value::string like 'app%', 1, 0)) as app
    from by_placement b, lateral flatten(input => b.devices) d
    group by b.publisher_id
)
select
    b.publisher_id,
    count(*) as placements_trailing_30_days,
    max(f.kinds) as device_kinds_trailing_30_days,
    max(f.app) = 1 as has_app_traffic,
    max(b.impressions) / sum(b.impressions) as top_placement_share_trailing_30_days
from by_placement b
join flattened f on f.publisher_id = b.publisher_id
group by b.publisher_id

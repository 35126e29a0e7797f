with floors as (
    select
        placement_id,
        floor_cpm,
        valid_to,
        sum(iff(valid_from >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz), 1, 0)) over (partition by placement_id) as changes
    from pub.placement_floors
    where valid_from < '{{ ds }}'::timestamp_ntz
),
paid as (
    select placement_id, avg(clearing_cpm) as clearing_cpm
    from logs.impressions
    where {{ since('served_at', ds, 7) }}
    group by placement_id
)
select
    f.placement_id,
    f.floor_cpm,
    p.clearing_cpm / nullif(f.floor_cpm, 0) as clearing_to_floor_trailing_7_days,
    f.changes as floor_changes_trailing_90_days
from floors f
left join paid p on p.placement_id = f.placement_id
where f.valid_to is null
   or f.valid_to >= '{{ ds }}'::timestamp_ntz

with recent as (
    select incident_id, driver_id, severity, details
    from ops.incidents
    where driver_id is not null
        and reported_at >= '{{ macros.ds_add(ds, -180) }}'::timestamp_ntz
        and reported_at < '{{ ds }}'::timestamp_ntz
),
tags as (
    select r.driver_id, count(distinct lower(t.value::string)) as distinct_tags
    from recent r,
        lateral flatten(input => r.details:tags, outer => true) t
    group by r.driver_id
)
select
    r.driver_id,
    count(*) as incidents_trailing_180_days,
    count_if(r.severity >= 4) as severe_incidents_trailing_180_days,
    max(t.distinct_tags) as distinct_tags_trailing_180_days
from recent r
join tags t on t.driver_id = r.driver_id
group by r.driver_id

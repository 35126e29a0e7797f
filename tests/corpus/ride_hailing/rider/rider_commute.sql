with local_requests as (
    select
        t.rider_id,
        dateadd('minute', (c.utc_offset_hours * 60)::int, t.requested_at) as requested_local
    from core.trips t
    join core.cities c on c.city_id = t.city_id
    where t.requested_at >= dateadd('day', -28, '{{ ds }}'::timestamp_ntz)
        and t.requested_at < '{{ ds }}'::timestamp_ntz
),
flagged as (
    select
        rider_id,
        requested_local::date as local_date,
        dayofweekiso(requested_local) <= 5
            and hour(requested_local) in ({{ var('commute_hours') | join(', ') }}) as is_commute
    from local_requests
)
select
    rider_id,
    count_if(is_commute) as commute_rides_trailing_28_days,
    count_if(is_commute)::float / count(*) as commute_share_trailing_28_days,
    count(distinct iff(is_commute, local_date, null)) as distinct_commute_days_trailing_28_days
from flagged
group by all

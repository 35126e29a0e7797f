with c as (
    select hotel_id, count_if({{ past('created_at', 90) }}) as recent, count_if(closed_at is null or closed_at >= '{{ ds }}'::timestamp_ntz) as still_open
    from crm.complaints
    where created_at < '{{ ds }}'::timestamp_ntz
    group by hotel_id
),
s as (
    select hotel_id, count(*) as n
    from analytics.stays
    where {{ past('arrived_at', 90) }}
    group by hotel_id
)
select
    s.hotel_id,
    coalesce(c.recent, 0) as complaints_trailing_90_days,
    100 * coalesce(c.recent, 0) / s.n as complaints_per_100_stays_trailing_90_days,
    coalesce(c.still_open, 0) as open_complaints
from s
left join c on c.hotel_id = s.hotel_id

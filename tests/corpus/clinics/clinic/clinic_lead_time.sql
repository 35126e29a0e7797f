with b as (
    select clinic_id, channel, datediff('day', booked_at, starts_at) as days_ahead
    from ehr.appointments
    where {{ trailing('booked_at', 28) }}
),
shares as (
    select clinic_id, channel, count(*) / sum(count(*)) over (partition by clinic_id) as share
    from b
    group by clinic_id, channel
),
entropy as (
    select clinic_id, -sum(share * ln(share)) as value
    from shares
    group by clinic_id
)
select
    b.clinic_id,
    median(b.days_ahead) as median_days_ahead_trailing_28_days,
    avg(iff(b.days_ahead = 0, 1, 0)) as same_day_share_trailing_28_days,
    any_value(e.value) as bookings_by_channel_entropy
from b
join entropy e on e.clinic_id = b.clinic_id
group by b.clinic_id

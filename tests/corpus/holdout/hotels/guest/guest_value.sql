with g as (
    select guest_id, sum(amount) as spend, sum(nights) as nights
    from analytics.stays
    where {{ past('arrived_at', 365) }}
      and guest_id is not null
    group by guest_id
)
select
    guest_id,
    spend as spend_trailing_365_days,
    spend / nights as spend_per_night_trailing_365_days,
    percent_rank() over (order by spend) as spend_percentile
from g

select
    guest_id,
    count(*) as stays,
    count_if({{ past('arrived_at', 365) }}) as stays_trailing_365_days,
    sum(iff({{ past('arrived_at', 365) }}, nights, 0)) as nights_trailing_365_days,
    datediff('day', max(arrived_at), '{{ ds }}'::timestamp_ntz) as days_since_last_stay
from analytics.stays
where arrived_at < '{{ ds }}'::timestamp_ntz
  and guest_id is not null
group by guest_id

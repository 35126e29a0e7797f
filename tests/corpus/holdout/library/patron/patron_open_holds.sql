select
    patron_id,
    count(*) as open_holds,
    max(datediff(day, placed_at, '{{ ds }}'::date)) as oldest_hold_days
from lib.holds
where placed_at < '{{ ds }}'::timestamp_ntz
    and (filled_at is null or filled_at >= '{{ ds }}'::timestamp_ntz)
    and (cancelled_at is null or cancelled_at >= '{{ ds }}'::timestamp_ntz)
group by 1

with loaned as (
    select title_id, count(*) as n
    from lib.loans
    where loaned_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz) and loaned_at < '{{ ds }}'::timestamp_ntz
    group by 1
), held as (
    select title_id, count(*) as n
    from lib.holds
    where placed_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz) and placed_at < '{{ ds }}'::timestamp_ntz
    group by 1
)
select
    t.title_id,
    coalesce(l.n, 0) as loans_trailing_90_days,
    coalesce(h.n, 0) as holds_trailing_90_days
from lib.titles t
left join loaned l on l.title_id = t.title_id
left join held h on h.title_id = t.title_id

select
    patron_id,
    count(*) as loans_trailing_30_days,
    count(distinct title_id) as titles_trailing_30_days
from lib.loans
where loaned_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
    and loaned_at < '{{ ds }}'::timestamp_ntz
group by patron_id

with days as (
    select distinct patron_id, loaned_at::date as day
    from lib.loans
    where loaned_at < '{{ ds }}'::timestamp_ntz
), gaps as (
    select patron_id, datediff(day, lag(day) over (partition by patron_id order by day), day) as gap
    from days
)
select patron_id, avg(gap) as avg_gap_days, max(gap) as longest_gap_days
from gaps
where gap is not null
group by patron_id

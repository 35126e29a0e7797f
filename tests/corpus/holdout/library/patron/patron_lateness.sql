with back as (
    select patron_id, due_on, returned_at
    from lib.loans
    where returned_at < '{{ ds }}'::timestamp_ntz
)
select
    patron_id,
    count_if(returned_at::date > due_on) / nullif(count(*), 0) as late_share,
    avg(greatest(datediff(day, due_on, returned_at), 0)) as avg_days_late
from back
group by patron_id

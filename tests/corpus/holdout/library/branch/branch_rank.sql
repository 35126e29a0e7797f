with n as (
    select branch_id, count(*) as loans
    from lib.loans
    where loaned_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and loaned_at < '{{ ds }}'::timestamp_ntz
    group by branch_id
)
select
    branch_id,
    rank() over (order by loans desc) as rank_by_loans,
    loans / avg(loans) over () as loans_over_mean
from n

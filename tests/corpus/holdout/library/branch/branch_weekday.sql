select
    branch_id,
    sum(iff(dayofweek(day) in (0, 6), visitors, 0)) / sum(visitors) as weekend_share
from lib.branch_days
where day >= dateadd(day, -56, '{{ ds }}'::date) and day < '{{ ds }}'::date
group by branch_id
having sum(visitors) > 0

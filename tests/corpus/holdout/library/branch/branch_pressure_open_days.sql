select branch_id, sum(visitors) / sum(open_hours) as visitors_per_open_hour
from lib.branch_days
where day < '{{ ds }}'::date and open_hours > 0
group by branch_id

select branch_id, avg(visitors / open_hours) as visitors_per_hour
from lib.branch_days
where day < '{{ ds }}'::date
group by branch_id

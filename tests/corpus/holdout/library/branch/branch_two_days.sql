select branch_id, visitors as visitors_each_day
from lib.branch_days
where day in (dateadd(day, -1, '{{ ds }}'::date), dateadd(day, -2, '{{ ds }}'::date))

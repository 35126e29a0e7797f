select branch_id, visitors as visitors_yesterday
from lib.branch_days
where day = dateadd(day, -1, '{{ ds }}'::date)

select branch_id, sum(visitors) as visitors_this_year
from lib.branch_days
where year(day) = year('{{ ds }}'::date) and day < '{{ ds }}'::date
group by branch_id

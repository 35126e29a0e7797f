select
    meter_id,
    datediff(day, installed_on, '{{ ds }}'::date) as age_days,
    phases = 3 as has_three_phases
from grid.meters
where installed_on < '{{ ds }}'::date
    and (removed_on is null or removed_on >= '{{ ds }}'::date)

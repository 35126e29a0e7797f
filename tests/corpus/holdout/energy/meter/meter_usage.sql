select
    meter_id,
    sum(iff(day >= dateadd(day, -7, '{{ ds }}'::date), kwh, 0)) as kwh_trailing_7_days,
    sum(kwh) as kwh_trailing_28_days,
    sum(iff(day >= dateadd(day, -7, '{{ ds }}'::date), kwh, 0)) * 4 / nullif(sum(kwh), 0) as week_over_month
from grid.meter_days
where day >= dateadd(day, -28, '{{ ds }}'::date) and day < '{{ ds }}'::date
group by meter_id

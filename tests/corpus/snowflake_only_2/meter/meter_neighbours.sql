select
    d.meter_id,
    sum(d.kwh) as kwh_trailing_7_days,
    sum(d.kwh) / median(sum(d.kwh)) over (partition by max(i.model)) as kwh_vs_model
from analytics.daily_consumption d
join metering.installs i on i.meter_id = d.meter_id
where d.reading_day between dateadd(day, -7, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
group by d.meter_id

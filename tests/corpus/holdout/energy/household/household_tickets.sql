select
    household_id,
    count(*) as tickets_trailing_90_days,
    avg(iff(closed_at < '{{ ds }}'::timestamp_ntz, satisfaction, null)) as mean_satisfaction
from billing.tickets
where household_id is not null
    and opened_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz)
    and opened_at < '{{ ds }}'::timestamp_ntz
group by household_id

with spine as (
    select dateadd(day, -row_number() over (order by seq4()), '{{ ds }}'::date) as reading_day
    from table(generator(rowcount => 28))
),
running as (
    select distinct meter_id
    from metering.installs
    where installed_at < dateadd(day, -28, '{{ ds }}'::timestamp_ntz)
      and (removed_at is null or removed_at >= '{{ ds }}'::timestamp_ntz)
)
select
    m.meter_id,
    count_if(d.readings is null) as days_without_reading_trailing_28_days,
    count_if(coalesce(d.readings, 0) < 96) as days_incomplete_trailing_28_days
from running m
cross join spine s
left join analytics.daily_consumption d
    on d.meter_id = m.meter_id and d.reading_day = s.reading_day
group by m.meter_id

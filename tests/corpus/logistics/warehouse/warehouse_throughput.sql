select
    warehouse_id,
    count_if(completed_at >= dateadd('day', -1, '{{ ds }}'::timestamp_ntz) and completed_at < '{{ ds }}'::timestamp_ntz) as tasks_done_trailing_1_day,
    count_if({{ since('completed_at', 7) }}) as tasks_done_trailing_7_days,
    sum(iff({{ since('completed_at', 7) }}, units, 0))
        / nullif(sum(iff({{ since('completed_at', 7) }}, datediff('second', created_at, completed_at), 0)) / 3600, 0) as units_per_hour_trailing_7_days,
    avg(case when {{ since('completed_at', 7) }} then iff(error_code is not null, 1, 0) end) as error_rate_trailing_7_days,
    count_if(completed_at is null or completed_at >= '{{ ds }}'::timestamp_ntz) as open_tasks
from wms.pick_tasks
where created_at < '{{ ds }}'::timestamp_ntz
group by warehouse_id

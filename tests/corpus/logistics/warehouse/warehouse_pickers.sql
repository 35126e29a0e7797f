with per_picker as (
    select warehouse_id, picker_id, count(*) as tasks
    from wms.pick_tasks
    where completed_at >= '{{ ds }}'::date - 7
      and completed_at < '{{ ds }}'::date
      and picker_id is not null
    group by 1, 2
)
select
    warehouse_id,
    count(*) as pickers_trailing_7_days,
    median(tasks) as median_tasks_per_picker_trailing_7_days,
    max(tasks) / sum(tasks) as top_picker_share_trailing_7_days
from per_picker
group by 1

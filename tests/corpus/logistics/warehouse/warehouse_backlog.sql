with params as (
    select '{{ ds }}'::date as as_of
),
spine as (
    select dateadd('day', -offsets.days_back, params.as_of) as day_end, offsets.days_back
    from params
    cross join (values (0), (1), (2), (3), (4), (5), (6)) as offsets (days_back)
),
backlog as (
    select w.warehouse_id, spine.days_back, count(t.task_id) as open_tasks
    from wms.warehouses w
    cross join spine
    left join wms.pick_tasks t
        on t.warehouse_id = w.warehouse_id
        and t.created_at < spine.day_end
        and (t.completed_at is null or t.completed_at >= spine.day_end)
    where w.opened_on < '{{ ds }}'::date
    group by w.warehouse_id, spine.days_back
)
select
    warehouse_id,
    max(iff(days_back = 0, open_tasks, null)) as backlog_yesterday,
    avg(open_tasks) as backlog_avg_trailing_7_days,
    regr_slope(open_tasks, -days_back) as backlog_slope_trailing_7_days
from backlog
group by warehouse_id

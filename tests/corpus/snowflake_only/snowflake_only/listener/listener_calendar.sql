with spine as (
    select dateadd('day', -row_number() over (order by seq4()), '{{ ds }}'::date) as day
    from table(generator(rowcount => 28))
),
active as (
    select distinct listener_id, ended_at::date as day
    from logs.plays
    where {{ trailing('ended_at', ds, 28) }}
),
listeners as (
    select distinct listener_id from active
),
grid as (
    select
        l.listener_id,
        s.day,
        iff(a.day is null, 0, 1) as was_active,
        sum(iff(a.day is null, 0, 1)) over (partition by l.listener_id order by s.day rows between unbounded preceding and current row) as island
    from listeners l
    cross join spine s
    left join active a on a.listener_id = l.listener_id and a.day = s.day
),
pauses as (
    select listener_id, island, count_if(was_active = 0) as pause_days, sum(was_active) as active_days
    from grid
    group by listener_id, island
)
select
    listener_id,
    sum(active_days) as active_days_trailing_28_days,
    max(pause_days) as longest_pause_days_trailing_28_days
from pauses
group by listener_id

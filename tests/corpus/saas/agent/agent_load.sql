select
    agent_id,
    count_if(solved_at is null or solved_at >= '{{ ds }}'::timestamp_ntz) as open_tickets,
    count_if({{ trailing('solved_at', 7) }}) as solved_trailing_7_days,
    median(iff({{ trailing('solved_at', 7) }}, datediff('minute', created_at, solved_at) / 60, null)) as median_solve_hours_trailing_7_days
from support.tickets
where {{ before_ds('created_at') }}
  and agent_id is not null
group by agent_id

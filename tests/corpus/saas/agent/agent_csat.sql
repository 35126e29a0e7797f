select *, avg_csat_trailing_90_days >= 4.5 as is_top_agent
from (
    select
        t.agent_id,
        avg(c.score) as avg_csat_trailing_90_days,
        count(*) as csat_answers_trailing_90_days
    from support.csat c
    left join support.tickets t on t.ticket_id = c.ticket_id
    where c.responded_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz)
      and c.responded_at < '{{ ds }}'::timestamp_ntz
    group by t.agent_id
)

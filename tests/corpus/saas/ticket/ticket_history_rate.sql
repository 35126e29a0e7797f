select
    ticket_id,
    created_at,
    avg(csat_score) over (partition by account_id) as account_avg_csat,
    count(*) over (partition by account_id order by created_at) as account_tickets
from analytics.ticket_facts
where created_at < '{{ ds }}'::timestamp_ntz

select
    t.account_id,
    count_if(t.priority = 'urgent' and t.created_at >= dateadd(day, -30, '{{ ds }}')) as urgent_tickets_trailing_30_days,
    count(distinct iff(m.sent_at > t.solved_at, t.ticket_id, null)) / count(distinct t.ticket_id) as reopened_share
from support.tickets t
join support.messages m on m.ticket_id = t.ticket_id
where t.created_at < '{{ ds }}'
  and m.sent_at < '{{ ds }}'
group by t.account_id

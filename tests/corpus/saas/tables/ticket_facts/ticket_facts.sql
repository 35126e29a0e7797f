with messages as (
    select
        ticket_id,
        count(*) as messages,
        count_if(author_type = 'agent') as agent_messages,
        max(sent_at) as last_message_at
    from support.messages
    where {{ before_ds('sent_at') }}
    group by ticket_id
)
select
    t.ticket_id,
    t.account_id,
    t.requester_id,
    t.channel,
    t.subject,
    t.created_at,
    iff({{ before_ds('t.first_reply_at') }}, t.first_reply_at, null) as first_reply_at,
    iff({{ before_ds('t.solved_at') }}, t.solved_at, null) as solved_at,
    coalesce(m.messages, 0) as messages,
    coalesce(m.agent_messages, 0) as agent_messages,
    m.last_message_at,
    c.score as csat_score,
    c.responded_at as csat_at
from support.tickets t
left join messages m on m.ticket_id = t.ticket_id
left join support.csat c on c.ticket_id = t.ticket_id and {{ before_ds('c.responded_at') }}
where {{ before_ds('t.created_at') }}

with m as (
    select
        ticket_id,
        author_type,
        row_number() over (partition by ticket_id order by sent_at desc, message_id desc) as rn,
        count(*) over (partition by ticket_id) as messages,
        avg(iff(author_type = 'customer', 1, 0)) over (partition by ticket_id) as customer_share
    from support.messages
    where sent_at < '{{ data_interval_end }}'::timestamp_ntz
)
select
    t.ticket_id,
    datediff('minute', t.created_at, '{{ data_interval_end }}'::timestamp_ntz) / 60 as hours_open,
    coalesce(m.messages, 0) as messages,
    coalesce(m.author_type = 'customer', true) as waiting_for_agent,
    m.customer_share as messages_by_customer_share
from support.tickets t
left join m on m.ticket_id = t.ticket_id and m.rn = 1
where t.created_at < '{{ data_interval_end }}'::timestamp_ntz
  and (t.solved_at is null or t.solved_at >= '{{ data_interval_end }}'::timestamp_ntz)

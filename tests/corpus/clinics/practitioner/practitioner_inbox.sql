with last_messages as (
    select practitioner_id, thread_id, sender
    from portal.messages
    where sent_at < '{{ ds }}'::timestamp_ntz
      and practitioner_id is not null
    qualify row_number() over (partition by practitioner_id, thread_id order by sent_at desc, message_id desc) = 1
)
select
    practitioner_id,
    count(*) as messages_trailing_7_days,
    count_if(sender = 'patient') as unanswered_threads
from last_messages
group by practitioner_id

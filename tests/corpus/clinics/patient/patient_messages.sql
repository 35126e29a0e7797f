with m as (
    select
        patient_id,
        thread_id,
        message_id,
        sender,
        sent_at,
        lead(sent_at) over (partition by thread_id order by sent_at, message_id) as next_at,
        lead(sender) over (partition by thread_id order by sent_at, message_id) as next_sender
    from portal.messages
    where {{ trailing('sent_at', 28) }}
)
select
    patient_id,
    count_if(sender = 'patient') as messages_sent_trailing_28_days,
    count(distinct thread_id) as threads_trailing_28_days,
    median(iff(sender = 'patient' and next_sender = 'staff', datediff('minute', sent_at, next_at) / 60, null)) as median_reply_hours_trailing_28_days
from m
group by patient_id

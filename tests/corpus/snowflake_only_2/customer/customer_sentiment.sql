select
    customer_id,
    sum(regexp_count(transcript, '\\b(cancel|angry|unacceptable|lawyer)\\b', 1, 'i')) as anger_words_trailing_90_days,
    avg(iff(regexp_instr(transcript, '\\b(cancel|angry|unacceptable|lawyer)\\b', 1, 1, 0, 'i') > 0, 1, 0)) as anger_contacts_share_trailing_90_days
from crm.contacts
where contacted_at between dateadd(day, -90, '{{ ds }}'::timestamp_ntz) and dateadd(second, 86399, '{{ ds }}'::timestamp_ntz)
  and transcript is not null
group by customer_id

select
    ticket_id,
    created_at,
    count(*) over (
        partition by account_id order by created_at, ticket_id
        rows between unbounded preceding and 1 preceding
    ) as earlier_tickets_of_account,
    datediff('minute', lag(created_at) over (partition by account_id order by created_at, ticket_id), created_at) / 60 as hours_since_previous_ticket,
    array_size(split(trim(subject), ' ')) as subject_words,
    channel = 'email' as is_by_mail
from support.tickets
where created_at < '{{ ds }}'::timestamp_ntz

select
    card_id,
    auth_result = 'declined' as last_was_declined,
    entry_mode in ('ecommerce', 'moto') as last_was_online,
    datediff('minute', authorized_at, '{{ ds }}'::timestamp_ntz) as minutes_since_last_use
from (
    select
        card_id, auth_result, entry_mode, authorized_at,
        row_number() over (partition by card_id order by authorized_at desc) as rn
    from ledger.card_transactions
    where authorized_at < '{{ ds }}'::timestamp_ntz
      and authorized_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
)
where rn = 1

select
    card_id,
    datediff('day', min(authorized_at), '{{ ds }}'::timestamp_ntz) as days_since_first_use,
    datediff('day', max(authorized_at), '{{ ds }}'::timestamp_ntz) as days_since_last_use,
    count(distinct to_date(authorized_at)) / datediff('day', min(authorized_at), '{{ ds }}'::timestamp_ntz) as active_days_share
from ledger.card_transactions
where authorized_at < '{{ ds }}'::timestamp_ntz
group by card_id

select
    account_id,
    count_if(authorized_at >= dateadd(hour, -1, '{{ ts }}'::timestamp_ntz)) as txns_last_1_hour,
    count(*) as txns_last_24_hours,
    count_if(auth_result = 'declined') / count(*) as declined_share_last_24_hours,
    count(distinct merchant_id) as distinct_merchants_last_24_hours
from ledger.card_transactions
where authorized_at >= dateadd(hour, -24, '{{ ts }}'::timestamp_ntz)
  and authorized_at < '{{ ts }}'::timestamp_ntz
group by account_id

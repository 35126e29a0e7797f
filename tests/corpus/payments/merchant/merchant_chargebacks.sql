select
    t.merchant_id,
    count(*) as txns_trailing_90_days,
    count(c.chargeback_id) / count(*) as chargeback_rate_trailing_90_days,
    coalesce(sum(c.amount), 0) / nullif(sum(t.amount), 0) as chargeback_amount_share_trailing_90_days
from ledger.card_transactions t
left join risk.chargebacks c on c.txn_id = t.txn_id
where t.auth_result = 'approved'
  and t.authorized_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
  and t.authorized_at < '{{ ds }}'::timestamp_ntz
group by t.merchant_id

select
    t.txn_id,
    t.card_id,
    t.account_id,
    t.merchant_id,
    t.authorized_at,
    t.amount * coalesce(fx.rate_to_usd, iff(t.currency = 'USD', 1, null)) as amount_usd,
    t.is_cross_border,
    t.entry_mode,
    iff(t.reversed_at < '{{ ds }}'::timestamp_ntz, t.reversed_at, null) as reversed_at
from ledger.card_transactions t
left join ref.fx_rates fx
    on fx.currency = t.currency
    and fx.rate_date = dateadd('day', -1, t.authorized_at::date)
where t.auth_result = 'approved'
  and t.authorized_at < '{{ ds }}'::timestamp_ntz

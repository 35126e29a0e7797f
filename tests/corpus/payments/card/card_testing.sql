with txns as (
    select card_id, txn_id, merchant_id, authorized_at, amount_usd
    from mart.fct_txn_usd
    where authorized_at >= '{{ ds }}'::timestamp_ntz - interval '7 days'
      and authorized_at < '{{ ds }}'::timestamp_ntz
)
select
    s.card_id,
    count(distinct iff(l.txn_id is not null, s.txn_id, null)) as card_tests_trailing_7_days,
    count(distinct s.txn_id) as small_amounts_trailing_7_days
from txns s
left join txns l
    on l.card_id = s.card_id
    and l.merchant_id <> s.merchant_id
    and l.authorized_at > s.authorized_at
    and l.authorized_at <= dateadd('minute', 10, s.authorized_at)
    and l.amount_usd >= 50 * s.amount_usd
where s.amount_usd <= {{ var('small_amount_usd') }}
group by s.card_id

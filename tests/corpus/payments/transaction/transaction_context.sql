with scope as (
    select txn_id, card_id, merchant_id, amount, authorized_at
    from ledger.card_transactions
    where authorized_at >= dateadd('day', -30, '{{ data_interval_start }}'::timestamp_ntz)
      and authorized_at < '{{ data_interval_end }}'::timestamp_ntz
),
joined as (
    select
        n.txn_id,
        n.authorized_at,
        n.amount,
        count(o.txn_id) as prior_txns,
        avg(o.amount) as prior_average,
        max(o.authorized_at) as prior_at,
        count_if(o.merchant_id = n.merchant_id) as prior_same_merchant
    from scope n
    left join scope o
        on o.card_id = n.card_id
        and o.authorized_at < n.authorized_at
        and o.authorized_at >= dateadd('day', -30, n.authorized_at)
    where n.authorized_at >= '{{ data_interval_start }}'::timestamp_ntz
    group by n.txn_id, n.authorized_at, n.amount
)
select
    txn_id,
    authorized_at,
    prior_txns as prior_txns_30_days,
    amount / nullif(prior_average, 0) as amount_to_prior_average,
    datediff('second', prior_at, authorized_at) as seconds_since_prior_txn,
    prior_same_merchant = 0 as is_new_merchant
from joined

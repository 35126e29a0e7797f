with txns as (
    select card_id, txn_id, authorized_at, amount_usd
    from mart.fct_txn_usd
    where {{ last_n_days('authorized_at', ds, 90) }}
      and amount_usd is not null
),
stats as (
    select
        card_id,
        avg(amount_usd) as mean_amount,
        stddev_samp(amount_usd) as sd_amount,
        percentile_cont(0.95) within group (order by amount_usd) as p95_amount
    from txns
    group by card_id
),
latest as (
    select card_id, amount_usd
    from txns
    qualify row_number() over (partition by card_id order by authorized_at desc, txn_id desc) = 1
)
select
    l.card_id,
    l.amount_usd as last_amount_usd,
    (l.amount_usd - s.mean_amount) / nullif(s.sd_amount, 0) as last_amount_z_score,
    s.p95_amount as p95_amount_usd_trailing_90_days
from latest l
join stats s using (card_id)

with pairs as (
    select
        account_id,
        merchant_id,
        count(*) as payments,
        min(authorized_at) as first_at,
        median(amount_usd) as usual_amount,
        sum(amount_usd) as spend
    from mart.fct_txn_usd
    where {{ last_n_days('authorized_at', ds, 180) }}
      and reversed_at is null
    group by account_id, merchant_id
)
select
    account_id,
    merchant_id,
    payments as payments_trailing_180_days,
    datediff('day', first_at, '{{ ds }}'::timestamp_ntz) as days_since_first_payment,
    usual_amount,
    spend / nullif(sum(spend) over (partition by account_id), 0) as share_of_account_spend
from pairs

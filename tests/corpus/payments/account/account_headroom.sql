with used as (
    select account_id, utilised_amount
    from ledger.daily_balances
    where balance_date = '{{ macros.ds_add(ds, -1) }}'
)
select
    u.account_id,
    a.credit_limit - u.utilised_amount as headroom,
    (a.credit_limit - u.utilised_amount) / nullif(a.credit_limit, 0) as headroom_share
from used u
join ledger.accounts a on a.account_id = u.account_id

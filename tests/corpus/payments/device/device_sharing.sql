with logins as (
    select
        device_id,
        count(distinct party_id) as parties,
        count_if(not success) as failed_logins,
        boolor_agg(user_agent ilike any ('%emulator%', '%genymotion%')) as is_emulator
    from risk.device_logins
    where device_id is not null
      and {{ last_n_days('logged_in_at', ds, 30) }}
    group by all
),
payments as (
    select device_id, count(distinct account_id) as accounts
    from ledger.card_transactions
    where device_id is not null
      and {{ last_n_days('authorized_at', ds, 30) }}
    group by all
)
select
    l.device_id,
    l.parties as parties_trailing_30_days,
    l.failed_logins as failed_logins_trailing_30_days,
    l.is_emulator,
    coalesce(p.accounts, 0) as accounts_paid_from_trailing_30_days
from logins l
left join payments p on p.device_id = l.device_id

with legs as (
    select from_account_id as account_id, completed_at::date as flow_date, 0 as amount_in, amount as amount_out
    from ledger.transfers
    where {{ last_n_days('completed_at', ds, 2) }}
    union all
    select to_account_id, completed_at::date, amount, 0
    from ledger.transfers
    where {{ last_n_days('completed_at', ds, 2) }}
)
select account_id, flow_date, sum(amount_in) as amount_in, sum(amount_out) as amount_out, count(*) as transfers
from legs
group by account_id, flow_date

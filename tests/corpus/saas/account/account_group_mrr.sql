with recursive family (root_id, account_id, depth) as (
    select account_id, account_id, 0
    from crm.accounts
    where created_at < '{{ ds }}'::timestamp_ntz

    union all

    select f.root_id, a.account_id, f.depth + 1
    from family f
    join crm.accounts a on a.parent_account_id = f.account_id
    where a.created_at < '{{ ds }}'::timestamp_ntz and f.depth < 4
)
select
    f.root_id as account_id,
    coalesce(sum(st.mrr_usd), 0) as group_mrr_usd,
    count(*) as group_accounts
from family f
left join analytics.account_state st
    on st.account_id = f.account_id
    and st.state_date = '{{ ds }}'::date
group by f.root_id

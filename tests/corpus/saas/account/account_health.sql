with versions as (
    select
        account_id,
        health_score,
        valid_from,
        lag(health_score) over (partition by account_id order by valid_from, valid_to nulls last) as previous_score,
        iff(owner_id is distinct from lag(owner_id) over (partition by account_id order by valid_from, valid_to nulls last), valid_from, null) as owner_changed_at
    from crm.account_history
    where valid_from < '{{ ds }}'::timestamp_ntz
)
select
    account_id,
    health_score,
    health_score - previous_score as health_change,
    datediff('day', max(owner_changed_at) over (partition by account_id), '{{ ds }}'::timestamp_ntz) as days_since_owner_change
from versions
qualify row_number() over (partition by account_id order by valid_from desc) = 1

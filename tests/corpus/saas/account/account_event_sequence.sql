with first_times as (
    select account_id, event_name, min(occurred_at) as first_at
    from product.events
    where occurred_at < '{{ ds }}'::timestamp_ntz
      and event_name in ('users.invite', 'sources.connect', 'dashboards.create')
      and account_id is not null
    group by account_id, event_name
),
paths as (
    select
        account_id,
        count(*) as steps,
        listagg(event_name, '>') within group (order by first_at, event_name) as path
    from first_times
    group by account_id
)
select
    account_id,
    path = 'users.invite>sources.connect>dashboards.create' as took_setup_path,
    steps as distinct_setup_steps
from paths

with subscribed as (
    select s.account_id, sum(s.mrr_usd) as mrr_usd, sum(s.seats) as seats, count_if(s.plan = 'enterprise') > 0 as is_enterprise
    from billing.subscriptions s
    where {{ covers_ds('s', 'started_at', 'ended_at') }}
    group by s.account_id
)
select
    '{{ ds }}'::date as state_date,
    h.account_id,
    h.segment,
    h.owner_id,
    h.health_score,
    coalesce(s.mrr_usd, 0) as mrr_usd,
    coalesce(s.seats, 0) as seats,
    coalesce(s.is_enterprise, false) as is_enterprise
from crm.account_history h
left join subscribed s on s.account_id = h.account_id
where {{ covers_ds('h', 'valid_from', 'valid_to') }}
qualify row_number() over (partition by h.account_id order by h.valid_from desc, h.segment) = 1

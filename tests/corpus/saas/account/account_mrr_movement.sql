with ordered as (
    select
        account_id,
        subscription_id,
        mrr_usd,
        started_at,
        ended_at,
        lag(mrr_usd) over (partition by account_id order by started_at, subscription_id) as previous_mrr
    from billing.subscriptions
    where started_at < '{{ ds }}'::timestamp_ntz
)
select
    account_id,
    sum(case when ended_at is null or ended_at >= '{{ ds }}'::timestamp_ntz then mrr_usd else 0 end)
        - sum(case when started_at < dateadd(day, -90, '{{ ds }}'::timestamp_ntz)
                    and (ended_at is null or ended_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz)) then mrr_usd else 0 end)
        as mrr_change_trailing_90_days,
    count_if(mrr_usd > previous_mrr and started_at >= dateadd(day, -365, '{{ ds }}'::timestamp_ntz)) as upgrades_trailing_365_days,
    count_if(mrr_usd < previous_mrr and started_at >= dateadd(day, -365, '{{ ds }}'::timestamp_ntz)) as downgrades_trailing_365_days,
    datediff(month, min(started_at), '{{ ds }}'::timestamp_ntz) as months_since_first_subscription
from ordered
group by account_id

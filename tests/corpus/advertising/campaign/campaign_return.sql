with spend as (
    select campaign_id,
           sum(spend_cents) as spend_cents,
           sum(credit_cents) as credit_cents
    from billing.daily_spend
    where spend_date >= dateadd(day, -28, '{{ ds }}'::date)
      and spend_date < '{{ ds }}'::date
    group by 1
)
select
    s.campaign_id,
    coalesce(a.attributed_value_trailing_28_days, 0) / nullif((s.spend_cents - s.credit_cents) / 100, 0) as roas_trailing_28_days,
    (s.spend_cents - s.credit_cents) / 100 as spend_trailing_28_days,
    div0null(s.credit_cents, s.spend_cents) as credits_share_trailing_28_days
from spend s
left join feature_store.campaign_attribution a
    on a.campaign_id = s.campaign_id
    and a.as_of = '{{ ds }}'::timestamp_ntz

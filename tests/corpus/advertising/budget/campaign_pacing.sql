-- The budget that holds at the start of a day is that day's.
with days as (
    select
        s.campaign_id,
        s.spend_date,
        s.spend_cents / nullif(b.daily_budget_cents, 0) as spent_share
    from billing.daily_spend s
    join ads.campaign_budget_history b
        on b.campaign_id = s.campaign_id
        and b.valid_from <= s.spend_date::timestamp_ntz
        and (b.valid_to > s.spend_date::timestamp_ntz or b.valid_to is null)
    where s.spend_date between dateadd(day, -7, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
)
select
    campaign_id,
    max(iff(spend_date = '{{ macros.ds_add(ds, -1) }}'::date, spent_share, null)) as spend_to_budget_trailing_1_day,
    avg(spent_share) as spend_to_budget_average_trailing_7_days,
    count_if(spent_share >= 0.95) as days_capped_trailing_7_days
from days
group by campaign_id

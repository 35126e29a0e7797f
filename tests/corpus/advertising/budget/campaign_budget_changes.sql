with periods as (
    select
        campaign_id,
        daily_budget_cents,
        bid_cents,
        valid_from,
        lag(daily_budget_cents) over (partition by campaign_id order by valid_from) as budget_before
    from ads.campaign_budget_history
    where valid_from < '{{ ds }}'::timestamp_ntz
)
select
    campaign_id,
    count_if(valid_from >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz) and budget_before <> daily_budget_cents)
        over (partition by campaign_id) as budget_changes_trailing_30_days,
    daily_budget_cents / nullif(budget_before, 0) as last_budget_ratio,
    bid_cents is null as uses_platform_bidding,
    datediff('day', valid_from, '{{ ds }}'::timestamp_ntz) as days_since_budget_change
from periods
qualify row_number() over (partition by campaign_id order by valid_from desc) = 1

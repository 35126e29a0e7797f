select
    user_id,
    count(*) as impressions_trailing_30_days,
    count(distinct campaign_id) as campaigns_trailing_30_days,
    count(distinct served_at::date) as days_with_ads_trailing_30_days
from logs.impressions
where user_id is not null
  and datediff(day, served_at, '{{ ds }}'::timestamp_ntz) between 1 and 30
group by user_id

with per_user as (
    select campaign_id, user_id, count(*) as impressions
    from mart.fct_impressions
    where served_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
        and served_at < '{{ ds }}'::timestamp_ntz
    group by campaign_id, user_id
)
select
    campaign_id,
    count(user_id) as reach_trailing_7_days,
    avg(iff(user_id is not null, impressions, null)) as avg_frequency_trailing_7_days,
    div0null(count_if(user_id is not null and impressions > 10), count(user_id)) as over_exposed_share_trailing_7_days,
    sum(iff(user_id is null, impressions, 0)) / sum(impressions) as no_consent_share_trailing_7_days
from per_user
group by campaign_id

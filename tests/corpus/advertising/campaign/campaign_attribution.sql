with conversions as (
    select conversion_id, user_id, advertiser_id, value_cents, converted_at
    from logs.conversions
    where converted_at >= dateadd(day, -28, '{{ ds }}'::timestamp_ntz)
      and converted_at < '{{ ds }}'::timestamp_ntz
      and event_type = 'purchase'
),
clicks as (
    select k.click_id, k.user_id, k.campaign_id, k.clicked_at, c.advertiser_id
    from logs.clicks k
    join ads.campaigns c on c.campaign_id = k.campaign_id and c.created_at < '{{ ds }}'::timestamp_ntz
    where k.clicked_at >= dateadd(day, -28 - {{ var('attribution_days') }}, '{{ ds }}'::timestamp_ntz)
      and k.clicked_at < '{{ ds }}'::timestamp_ntz
      and k.user_id is not null
),
last_click as (
    select v.conversion_id, v.value_cents, k.campaign_id, datediff('minute', k.clicked_at, v.converted_at) / 60 as hours
    from conversions v
    join clicks k
        on k.user_id = v.user_id
        and k.advertiser_id = v.advertiser_id
        and k.clicked_at < v.converted_at
        and k.clicked_at >= dateadd(day, -{{ var('attribution_days') }}, v.converted_at)
    qualify row_number() over (partition by v.conversion_id order by k.clicked_at desc, k.click_id desc) = 1
)
select
    campaign_id,
    count(conversion_id) as attributed_conversions_trailing_28_days,
    coalesce(sum(value_cents), 0) / 100 as attributed_value_trailing_28_days,
    median(hours) as median_hours_click_to_conversion
from last_click
group by campaign_id

select
    user_id,
    campaign_id,
    count_if(served_at >= dateadd('day', -1, '{{ ds }}'::timestamp_ntz)) as impressions_trailing_1_day,
    count_if(served_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)) as impressions_trailing_7_days,
    sum(clicks) > 0 as has_clicked_trailing_30_days,
    datediff('hour', max(served_at), '{{ ds }}'::timestamp_ntz) as hours_since_last_impression
from mart.fct_impressions
where {{ since('served_at', ds, 30) }}
  and user_id is not null
group by user_id, campaign_id
{%- if not is_backfill %}
-- Pairs that were quiet for a week have an older value, which the ttl ends.
having max(served_at) >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
{%- endif %}

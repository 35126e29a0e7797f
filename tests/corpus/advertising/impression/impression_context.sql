with recent as (
    select impression_id, user_id, campaign_id, creative_id, served_at
    from logs.impressions
    where served_at >= dateadd('day', -1, '{{ data_interval_start }}'::timestamp_ntz)
      and served_at < '{{ data_interval_end }}'::timestamp_ntz
),
current_hour as (
    select * from recent where served_at >= '{{ data_interval_start }}'::timestamp_ntz
),
users as (
    select
        c.impression_id,
        count_if(p.served_at >= dateadd('hour', -1, c.served_at)) as in_last_hour,
        max(iff(p.campaign_id = c.campaign_id, p.served_at, null)) as same_campaign_at
    from current_hour c
    left join recent p
        on p.user_id = c.user_id
        and p.served_at < c.served_at
        and p.served_at >= dateadd('day', -1, c.served_at)
    where c.user_id is not null
    group by c.impression_id
),
yesterday_clicks as (
    select distinct impression_id
    from logs.clicks
    where clicked_at >= dateadd('day', -1, date_trunc('day', '{{ data_interval_start }}'::timestamp_ntz))
      and clicked_at < date_trunc('day', '{{ data_interval_start }}'::timestamp_ntz)
),
yesterday as (
    select i.creative_id, count(k.impression_id) / count(*) as ctr
    from logs.impressions i
    left join yesterday_clicks k on k.impression_id = i.impression_id
    where i.served_at >= dateadd('day', -1, date_trunc('day', '{{ data_interval_start }}'::timestamp_ntz))
      and i.served_at < date_trunc('day', '{{ data_interval_start }}'::timestamp_ntz)
    group by i.creative_id
)
select
    c.impression_id,
    c.served_at,
    u.in_last_hour as user_impressions_last_hour,
    y.ctr as creative_ctr_yesterday,
    datediff('second', u.same_campaign_at, c.served_at) as seconds_since_same_campaign
from current_hour c
left join users u on u.impression_id = c.impression_id
left join yesterday y on y.creative_id = c.creative_id

with shown as (
    select served_at::date as stat_date, campaign_id, count(*) as impressions, sum(clearing_cpm) / 1000 as cost
    from logs.impressions
    where {{ since('served_at', ds, 3) }}
    group by 1, 2
),
clicked as (
    select clicked_at::date as stat_date, campaign_id, count(*) as clicks
    from logs.clicks
    where {{ since('clicked_at', ds, 3) }}
    group by 1, 2
)
select
    s.stat_date,
    s.campaign_id,
    s.impressions,
    s.cost,
    coalesce(c.clicks, 0) as clicks
from shown s
left join clicked c on c.stat_date = s.stat_date and c.campaign_id = s.campaign_id

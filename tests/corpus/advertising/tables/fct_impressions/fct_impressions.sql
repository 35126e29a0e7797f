with clicks as (
    select c.impression_id, count(*) as clicks, min(c.clicked_at) as first_clicked_at
    from logs.clicks c
    where {{ since('c.clicked_at', ds, 35) }}
      and {{ valid_click('c', ds) }}
    group by c.impression_id
)
select
    i.impression_id,
    i.user_id,
    i.campaign_id,
    i.creative_id,
    i.placement_id,
    i.publisher_id,
    i.device,
    i.served_at,
    i.clearing_cpm / 1000 as cost,
    zeroifnull(c.clicks) as clicks,
    c.first_clicked_at
from logs.impressions i
left join clicks c using (impression_id)
where {{ since('i.served_at', ds, 35) }}

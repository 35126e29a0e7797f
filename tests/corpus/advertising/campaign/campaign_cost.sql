select
    i.campaign_id,
    sum(i.clearing_cpm) / 1000 as cost_trailing_14_days,
    sum(i.clearing_cpm) / 1000 / nullif(count(k.click_id), 0) as cost_per_click_trailing_14_days,
    count(k.click_id) as clicks_trailing_14_days
from logs.impressions i
left join logs.clicks k
    on k.impression_id = i.impression_id
    and k.clicked_at < '{{ ds }}'::timestamp_ntz
where i.served_at >= dateadd('day', -14, '{{ ds }}'::timestamp_ntz)
  and i.served_at < '{{ ds }}'::timestamp_ntz
group by i.campaign_id

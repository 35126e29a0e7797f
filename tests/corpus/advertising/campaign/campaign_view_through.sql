select
    i.campaign_id,
    count(distinct v.conversion_id) as view_through_conversions_trailing_7_days,
    count(distinct v.user_id) as view_through_users_trailing_7_days
from logs.conversions v
join logs.impressions i
    on i.user_id = v.user_id
    and i.served_at <= v.converted_at
    and i.served_at > dateadd('hour', -24, v.converted_at)
where v.converted_at >= dateadd('day', -7, to_date('{{ ds }}'))
  and v.converted_at <= to_date('{{ ds }}')
  and i.served_at >= dateadd('day', -8, to_date('{{ ds }}'))
  and i.served_at < to_date('{{ ds }}')
group by i.campaign_id

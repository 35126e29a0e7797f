select
    publisher_id,
    ratio_to_report(impressions) over () as impression_share_trailing_7_days,
    revenue / nullif(sum(revenue) over (), 0) as revenue_share_trailing_7_days,
    percent_rank() over (order by revenue) as revenue_percentile,
    users as approx_users_trailing_7_days
from (
    select publisher_id, count(*) as impressions, sum(clearing_cpm) as revenue, approx_count_distinct(user_id) as users
    from logs.impressions
    where served_at >= dateadd('day', -7, to_timestamp_ntz('{{ ds }}')) and served_at < to_timestamp_ntz('{{ ds }}')
    group by 1
)

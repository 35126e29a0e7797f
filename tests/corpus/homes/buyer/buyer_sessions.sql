with steps as (
    select
        buyer_id,
        viewed_at,
        iff(datediff('minute', lag(viewed_at) over (partition by buyer_id order by viewed_at), viewed_at) < 30, 0, 1) as starts_session
    from web.listing_views
    where {{ window('viewed_at', 30) }}
      and buyer_id is not null
)
select
    buyer_id,
    sum(starts_session) as sessions_trailing_30_days,
    count(*) / sum(starts_session) as views_per_session_trailing_30_days
from steps
group by buyer_id

with r as (
    select hotel_id, score, posted_at
    from web.reviews
    where {{ past('posted_at', 365) }}
)
select
    hotel_id,
    avg(score) as avg_score_trailing_365_days,
    count(*) as reviews_trailing_365_days,
    avg(iff(posted_at >= dateadd('day', -60, '{{ ds }}'::timestamp_ntz), score, null)) - avg(score) as score_trend
from r
group by hotel_id

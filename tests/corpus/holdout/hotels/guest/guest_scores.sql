select
    guest_id,
    avg(score) as avg_score_given,
    max(score) - min(score) as score_spread
from web.reviews
where posted_at < '{{ ds }}'::timestamp_ntz
group by guest_id

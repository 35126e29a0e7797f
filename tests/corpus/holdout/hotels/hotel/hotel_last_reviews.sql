with r as (
    select hotel_id, score, row_number() over (partition by hotel_id order by posted_at desc) as n
    from web.reviews
    where posted_at < '{{ ds }}'::timestamp_ntz
)
select hotel_id, avg(score) as avg_last_20_scores
from r
where n <= 20
group by hotel_id

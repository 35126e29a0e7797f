with last_rating as (
    select user_id, title_id, stars
    from events.ratings
    where rated_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by user_id, title_id order by rated_at desc, rating_id desc) = 1
)
select
    title_id,
    avg(stars)::int as avg_stars,
    count(*) as raters,
    avg(iff(stars = 5, 1, 0)) as share_five_stars
from last_rating
group by title_id

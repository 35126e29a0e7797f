select
    clicked_title_id as title_id,
    count(*) as search_clicks_trailing_30_days,
    count(distinct user_id) as searchers_trailing_30_days
from events.searches
where searched_at < '{{ ds }}'::timestamp_ntz
group by clicked_title_id

with i as (
    select
        hotel_id,
        position,
        clicked,
        shown_price / avg(shown_price) over (partition by search_id) as relative_price
    from web.impressions
    where {{ past('shown_at', 14) }}
)
select
    hotel_id,
    count(*) as impressions_trailing_14_days,
    count_if(clicked) / count(*) as click_rate_trailing_14_days,
    avg(position) as avg_position_trailing_14_days,
    avg(relative_price) as price_over_search_mean
from i
group by hotel_id

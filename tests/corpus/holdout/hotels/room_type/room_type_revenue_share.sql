with r as (
    select hotel_id, room_type, sum(revenue) as revenue
    from pms.night_audit
    where to_date(night) between dateadd('day', -28, '{{ ds }}'::date) and dateadd('day', -1, '{{ ds }}'::date)
    group by all
)
select hotel_id, room_type, div0(revenue, sum(revenue) over (partition by hotel_id)) as revenue_share_trailing_28_days
from r

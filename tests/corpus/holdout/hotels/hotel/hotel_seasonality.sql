with w as (
    select
        hotel_id,
        sum(iff(night >= dateadd('day', -7, '{{ ds }}'::date), rooms_sold, 0)) as this_week,
        sum(iff(night >= dateadd('day', -371, '{{ ds }}'::date) and night < dateadd('day', -364, '{{ ds }}'::date), rooms_sold, 0)) as last_year
    from analytics.hotel_nights
    where night >= dateadd('day', -371, '{{ ds }}'::date)
      and night < '{{ ds }}'::date
    group by hotel_id
)
select hotel_id, last_year as same_week_last_year_sold, this_week / last_year - 1 as year_on_year
from w

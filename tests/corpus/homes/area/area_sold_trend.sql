with monthly as (
    select
        city,
        district,
        date_trunc('month', sold_at) as sold_month,
        median(sold_price / nullif(area_sqm, 0)) as price_sqm
    from market.listings
    where sold_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
      and sold_at < date_trunc('month', dateadd('month', 1, '{{ ds }}'::timestamp_ntz))
    group by 1, 2, 3
)
select
    city,
    district,
    median(price_sqm) as median_sold_sqm_trailing_90_days,
    max_by(price_sqm, sold_month) / nullif(min_by(price_sqm, sold_month), 0) as sold_sqm_next_over_last
from monthly
group by city, district

with areas as (
    select l.city, l.district, sum(d.views) as views
    from analytics.listing_days d
    join market.listings l on l.listing_id = d.listing_id
    where d.view_date >= '{{ macros.ds_add(ds, -28) }}'::date
      and d.view_date < '{{ ds }}'::date
    group by l.city, l.district
)
select
    city,
    district,
    dense_rank() over (partition by city order by views desc) as views_rank_in_city,
    ratio_to_report(views) over (partition by city) as share_of_city_views
from areas

select
    a.listing_id,
    a.asking_price / a.area_sqm as price_per_sqm,
    a.asking_price / a.area_sqm / avg(a.asking_price / a.area_sqm) over (partition by a.city, a.district) as price_per_sqm_over_district
from analytics.active_listings a
where a.listed_at < '{{ ds }}'::timestamp_ntz

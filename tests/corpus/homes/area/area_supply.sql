with supply as (
    select city, district, count(*) as n, median(asking_price) as price
    from analytics.active_listings
    where listed_at < '{{ ds }}'::timestamp_ntz
    group by city, district
),
sold as (
    select city, district, count(*) as n
    from market.listings
    where {{ window('sold_at', 90) }}
    group by city, district
)
select
    supply.city,
    supply.district,
    supply.n as active_listings,
    supply.price as median_asking_price,
    supply.n / (sold.n / 3) as months_of_supply
from supply
left join sold on sold.city = supply.city and sold.district = supply.district

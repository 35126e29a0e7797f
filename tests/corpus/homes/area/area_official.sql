with published as (
    select
        city,
        district,
        month,
        median_price_sqm,
        transactions,
        population,
        lag(median_price_sqm, 12) over (partition by city, district order by month) as year_before
    from market.district_stats
    where published_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by city, district order by month desc) = 1
)
select
    city,
    district,
    median_price_sqm,
    transactions,
    1000 * transactions / population as transactions_per_1000_people,
    median_price_sqm / nullif(year_before, 0) - 1 as price_change_12_months
from published

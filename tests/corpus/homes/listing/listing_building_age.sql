select
    listing_id,
    year('{{ ds }}'::date) - built_year as building_age_years,
    built_year >= year('{{ ds }}'::date) - 2 as is_new_build
from market.listings
where built_year is not null

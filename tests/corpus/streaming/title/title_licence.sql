select
    a.title_id,
    count(distinct a.country_code) as countries_available,
    min(datediff('day', '{{ ds }}'::timestamp_ntz, a.valid_to)) as days_until_first_expiry,
    sum(a.licence_fee_usd) as total_licence_fee
from catalog.title_availability a
where a.valid_from <= '{{ ds }}'::timestamp_ntz
  and coalesce(a.valid_to, '9999-12-31'::timestamp_ntz) > '{{ ds }}'::timestamp_ntz
group by a.title_id

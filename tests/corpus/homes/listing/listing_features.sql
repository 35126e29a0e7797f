select
    l.listing_id,
    boolor_agg(f.value::varchar = 'balcony') as has_balcony,
    boolor_agg(f.value::varchar = 'garden') as has_garden,
    count(f.value) as extras
from market.listings l,
    lateral flatten(input => l.details:features, outer => true) f
where l.listed_at < '{{ ds }}'::timestamp_ntz
group by l.listing_id

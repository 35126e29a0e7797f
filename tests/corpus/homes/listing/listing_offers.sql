select
    o.listing_id,
    count(*) as offers,
    max(o.amount) / max(a.asking_price) as best_offer_over_asking,
    datediff('day', min(o.offered_at), '{{ ds }}'::timestamp_ntz) as days_since_first_offer
from crm.offers o
join analytics.active_listings a on a.listing_id = o.listing_id
where o.offered_at < '{{ ds }}'::timestamp_ntz
group by o.listing_id

select
    listing_id,
    max_by(amount, offered_at) as last_offer_amount,
    coalesce(max_by(iff(answered_at < '{{ ds }}'::timestamp_ntz, is_accepted, false), offered_at), false) as last_offer_was_accepted
from crm.offers
where offered_at <= '{{ ds }}'::timestamp_ntz
group by listing_id

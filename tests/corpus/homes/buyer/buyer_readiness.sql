with o as (
    select buyer_id, count_if({{ window('offered_at', 90) }}) as recent, max(amount) as highest
    from crm.offers
    where offered_at < '{{ ds }}'::timestamp_ntz
    group by buyer_id
),
s as (
    select buyer_id, max(max_price) as limit_price
    from web.searches
    where searched_at < '{{ ds }}'::timestamp_ntz
    group by buyer_id
)
select
    b.buyer_id,
    o.buyer_id is not null as has_offered,
    coalesce(o.recent, 0) as offers_trailing_90_days,
    o.highest / nullif(s.limit_price, 0) as highest_offer_over_budget_seen
from crm.buyers b
left join o on o.buyer_id = b.buyer_id
left join s on s.buyer_id = b.buyer_id
where b.registered_at < '{{ ds }}'::timestamp_ntz

with per_contact as (
    select
        customer_id,
        topics,
        filter(topics, t -> t::varchar like 'complaint_%') as complaints
    from crm.contacts
    where {{ past('contacted_at', 180) }}
)
select
    customer_id,
    coalesce(array_size(array_union_agg(topics)), 0) as topics_trailing_180_days,
    sum(coalesce(array_size(complaints), 0)) as complaint_topics_trailing_180_days
from per_contact
group by customer_id

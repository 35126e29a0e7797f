with events as (
    select user_id, conversion_id, event_type, converted_at, payload
    from logs.conversions
    where converted_at >= '{{ ds }}'::timestamp_ntz - interval '30 days'
      and converted_at < '{{ ds }}'::timestamp_ntz
),
paths as (
    select
        user_id,
        count(*) as events,
        count_if(event_type = 'purchase') as purchases,
        listagg(case event_type when 'purchase' then 'P' when 'add_to_cart' then 'C' else 'x' end, '')
            within group (order by converted_at, conversion_id) as path
    from events
    group by user_id
),
items as (
    select e.user_id, sum(i.value:quantity::number(38,0)) as items
    from events e, lateral flatten(input => e.payload:items) i
    where e.event_type = 'purchase'
    group by e.user_id
)
select
    p.user_id,
    p.events as conversion_events_trailing_30_days,
    p.purchases as purchases_trailing_30_days,
    regexp_count(p.path, 'CP') as cart_then_purchase_trailing_30_days,
    coalesce(i.items, 0) as basket_items_trailing_30_days
from paths p
left join items i on i.user_id = p.user_id

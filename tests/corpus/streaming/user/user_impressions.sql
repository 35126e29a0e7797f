select
    e.user_id,
    count(*) as impressions_trailing_7_days,
    avg(iff(item.value:clicked::boolean, item.value:position::number, null)) as avg_click_position_trailing_7_days,
    count_if(item.value:clicked::boolean) / count(*) as impression_ctr_trailing_7_days
from events.app_events e,
    lateral flatten(input => e.payload:items) item
where e.event_name = 'home_impression'
    and e.user_id is not null
    and e.received_at >= '{{ macros.ds_add(ds, -7) }}'
    and e.received_at < '{{ ds }}'
group by e.user_id

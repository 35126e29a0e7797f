select
    listener_id,
    uniform(1, 10, random()) = 1 as is_holdout,
    uniform(0::float, 1::float, random()) as draw
from app.listeners
where signed_up_at < '{{ ds }}'::timestamp_ntz

select
    f.*,
    datediff('day', f.marked_at, '{{ ds }}'::timestamp_ntz) as days_since_marked
from web.favourites f
where f.marked_at < '{{ ds }}'::timestamp_ntz

select
    buyer_id,
    count_if(unmarked_at is null or unmarked_at >= '{{ ds }}'::timestamp_ntz) as favourites,
    count_if(marked_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)) as favourites_trailing_30_days,
    avg((coalesce(unmarked_at, '9999-12-31'::timestamp_ntz) < '{{ ds }}'::timestamp_ntz)::int) as unmark_rate
from web.favourites
where marked_at < '{{ ds }}'::timestamp_ntz
group by buyer_id

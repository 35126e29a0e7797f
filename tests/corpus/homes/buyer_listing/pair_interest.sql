with v as (
    select
        buyer_id,
        listing_id,
        count(*) as n,
        sum(dwell_seconds) as dwell,
        max(viewed_at) as last_at
    from web.listing_views
    where {{ window('viewed_at', 30) }}
      and buyer_id is not null
    group by buyer_id, listing_id
)
select
    v.buyer_id,
    v.listing_id,
    v.n as views_trailing_30_days,
    v.dwell as dwell_seconds_trailing_30_days,
    f.buyer_id is not null as is_favourite,
    datediff('day', v.last_at, '{{ ds }}'::timestamp_ntz) as days_since_view
from v
left join web.favourites f
    on f.buyer_id = v.buyer_id
   and f.listing_id = v.listing_id
   and f.marked_at < '{{ ds }}'::timestamp_ntz
   and (f.unmarked_at is null or f.unmarked_at >= '{{ ds }}'::timestamp_ntz)

with pairs as (
    select
        a.venue_id,
        b.capacity,
        st_distance(a.location, b.location) / 1000 as km
    from live.venues a
    left join live.venues b
        on b.venue_id <> a.venue_id
        and b.created_at < '{{ ds }}'::timestamp_ntz
    where a.created_at < '{{ ds }}'::timestamp_ntz
)
select
    venue_id,
    count_if(km <= 5) as venues_within_5_km,
    min(km) as nearest_venue_km,
    coalesce(sum(iff(km <= 5, capacity, 0)), 0) as capacity_within_5_km
from pairs
group by venue_id

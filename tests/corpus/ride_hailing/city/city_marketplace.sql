with requests as (
    select
        city_id,
        count(*) as requests_trailing_1_day,
        count_if(dropped_off_at < '{{ ds }}'::timestamp_ntz) / count(*) as completion_rate_trailing_1_day,
        count(distinct rider_id) as riders
    from core.trips
    where {{ trailing('requested_at', ds, 1) }}
    group by city_id
),
drivers as (
    select city_id, count(distinct driver_id) as drivers
    from core.trips
    where {{ trailing('accepted_at', ds, 1) }}
    group by city_id
),
joined as (
    select
        r.city_id,
        r.requests_trailing_1_day,
        r.completion_rate_trailing_1_day,
        r.riders / nullif(d.drivers, 0) as riders_per_driver_trailing_1_day,
        d.drivers
    from requests r
    left join drivers d on d.city_id = r.city_id
)
select * from joined

-- Reads two other feature views at this as-of time: they run first, and their values are not computed twice.
select
    delays.carrier,
    rank() over (order by delays.avg_arrival_delay_trailing_30_days) as punctuality_rank,
    delays.avg_arrival_delay_trailing_7_days
        - delays.avg_arrival_delay_trailing_30_days as arrival_delay_7_days_versus_30_days,
    reliability.cancellation_rate_trailing_30_days
        - avg(reliability.cancellation_rate_trailing_30_days) over () as cancellation_rate_versus_peers
from feature_store.carrier_delays as delays
left join feature_store.carrier_reliability as reliability
    on reliability.carrier = delays.carrier
    and reliability.as_of = delays.as_of
where delays.as_of = '{{ ds }}'::timestamp_ntz

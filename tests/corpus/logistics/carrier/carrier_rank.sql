select *, row_number() over (order by on_time_rate_trailing_30_days desc nulls last, carrier_id) as punctuality_rank
     , on_time_rate_trailing_30_days - avg(on_time_rate_trailing_30_days) over () as on_time_rate_vs_mean
from (
    select carrier_id, on_time_rate_trailing_30_days
    from feature_store.carrier_punctuality
    where as_of = '{{ ds }}'::timestamp_ntz
)

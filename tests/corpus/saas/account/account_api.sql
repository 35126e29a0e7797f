select
    account_id,
    count(*) as calls_last_hour,
    sum(iff(status_code >= 500, 1, 0)) / count(*) as error_rate_last_hour,
    approx_percentile(latency_ms, 0.99) as p99_latency_ms_last_hour,
    count(distinct regexp_replace(endpoint, '/[0-9]+', '/:id')) as endpoints_last_hour
from product.api_calls
where called_at >= '{{ data_interval_start }}'::timestamp_ntz
  and called_at < '{{ data_interval_end }}'::timestamp_ntz
group by account_id

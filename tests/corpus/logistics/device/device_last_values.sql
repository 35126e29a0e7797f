with latest as (
    select device_id, metric, value, read_at
    from iot.readings
    where ingested_at < '{{ data_interval_end }}'::timestamp_ntz
      and ingested_at >= dateadd('hour', -24, '{{ data_interval_end }}'::timestamp_ntz)
      and quality >= 2
    qualify row_number() over (partition by device_id, metric order by read_at desc, ingested_at desc, value) = 1
)
select
    device_id,
    {% for metric in var('sensor_metrics') -%}
    max(iff(metric = '{{ metric }}', value, null)) as last_{{ metric }},
    {% endfor -%}
    datediff('minute', max(read_at), '{{ data_interval_end }}'::timestamp_ntz) as minutes_since_reading
from latest
group by device_id

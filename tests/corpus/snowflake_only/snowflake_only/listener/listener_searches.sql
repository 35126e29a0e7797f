select
    listener_id,
    count(*) as searches_trailing_14_days,
    count(distinct lower(regexp_replace(payload:query::string, '\\s+', ''))) as distinct_terms_trailing_14_days,
    count_if(array_size(strtok_to_array(payload:query::string, ' ')) >= 4) as long_searches_trailing_14_days
from logs.app_events
where event_name = 'search'
  and happened_at between dateadd(day, -14, '{{ ds }}'::timestamp_tz)
      and dateadd(day, -1, '{{ ds }}'::timestamp_tz)
group by listener_id

select
    e.user_id,
    count_if(e.event_name = 'rebuffer') as rebuffers_trailing_7_days,
    coalesce(sum(iff(e.event_name = 'rebuffer', e.payload:stall_ms::number / 1000, 0)), 0) as rebuffer_seconds_trailing_7_days,
    count_if(e.event_name = 'error' and e.payload:error.fatal::boolean) as playback_errors_trailing_7_days,
    max(e.payload:stream.bitrate_kbps::number) as max_bitrate_trailing_7_days
from events.app_events e
where e.user_id is not null
  and e.received_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz)
  and e.received_at < '{{ ds }}'::timestamp_ntz
  and e.event_name in ('rebuffer', 'error', 'bitrate_change')
group by 1

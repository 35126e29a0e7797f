select title_id
     , median(seconds_watched) as median_seconds_watched_trailing_30_days
     , percentile_cont(0.9) within group (order by seconds_watched) as p90_seconds_watched_trailing_30_days
     , stddev(seconds_watched) as stddev_seconds_watched_trailing_30_days
     , avg(case when seconds_watched < 120 then 1.0 else 0.0 end) as early_exit_rate_trailing_30_days
  from analytics.play_facts
 where ended_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
   and ended_at < '{{ ds }}'::timestamp_ntz
   and not is_autoplay
 group by title_id

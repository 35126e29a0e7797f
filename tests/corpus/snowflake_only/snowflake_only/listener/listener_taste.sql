with long as (
    select listener_id, kind, minutes
    from mart.listener_metrics
        unpivot (minutes for kind in (minutes_music, minutes_podcast, minutes_radio))
    where metric_date >= dateadd(day, -28, '{{ ds }}'::date)
      and metric_date < '{{ ds }}'::date
),
kinds as (
    select listener_id, kind, sum(minutes) as minutes
    from long
    group by listener_id, kind
)
select
    listener_id,
    max(minutes) / nullif(sum(minutes), 0) as favourite_kind_share_trailing_28_days,
    count_if(minutes > 0) as kinds_listened_to_trailing_28_days
from kinds
group by listener_id

with counts as (
    select player_id, mode, count(*) as n
    from analytics.match_facts
    where ended_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and ended_at < '{{ ds }}'::timestamp_ntz
    group by all
)
select
    player_id,
    mode,
    ratio_to_report(n) over (partition by player_id) as share_of_matches_trailing_30_days,
    rank() over (partition by player_id order by n desc) = 1 as is_favourite_mode
from counts

with pairs as (
    select a.player_id, b.player_id as mate_id, count(*) as n, sum(iff(a.won, 1, 0)) as wins
    from analytics.match_facts a
    join analytics.match_facts b
      on b.match_id = a.match_id
     and b.team = a.team
     and b.player_id <> a.player_id
    where a.ended_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and a.ended_at < '{{ ds }}'::timestamp_ntz
      and b.ended_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
)
select
    player_id,
    count(*) as teammates_trailing_30_days,
    max(n) as max_matches_with_one_teammate_trailing_30_days,
    sum(wins) / sum(n) as win_rate_with_teammates_trailing_30_days
from pairs
group by player_id

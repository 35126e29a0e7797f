{% if not is_backfill -%}
-- Players without a match in the last week keep the values of an earlier run. A backfill takes everyone.
with touched as (
    select distinct player_id
    from analytics.match_facts
    where {{ in_window('ended_at', 7) }}
),
{%- else -%}
with touched as (
    select distinct player_id
    from analytics.match_facts
    where {{ in_window('ended_at', 90) }}
),
{%- endif %}
overall as (
    select player_id, avg({{ flag('won') }}) as win_rate
    from analytics.match_facts
    where {{ in_window('ended_at', 90) }}
    group by player_id
)
select
    m.player_id,
    m.mode,
    count(*) as matches_trailing_90_days,
    avg({{ flag('m.won') }}) as win_rate_trailing_90_days,
    avg({{ flag('m.won') }}) - max(o.win_rate) as win_rate_vs_overall_trailing_90_days,
    max(m.score) as best_score_trailing_90_days
from analytics.match_facts m
join overall o on o.player_id = m.player_id
where {{ in_window('m.ended_at', 90) }}
  and m.player_id in (select player_id from touched)
  and m.mode in ({% for mode in var('modes') %}'{{ mode }}'{{ ', ' if not loop.last }}{% endfor %})
group by m.player_id, m.mode
having count(*) >= {{ var('min_matches') }}

select
    reported_id as player_id,
    sum(iff({{ in_window('created_at', 30) }}, 1, 0)) as reports_trailing_30_days,
    count(distinct iff({{ in_window('created_at', 30) }}, reporter_id, null)) as distinct_reporters_trailing_30_days,
    sum(iff({{ in_window('resolved_at', 90) }} and verdict = 'upheld', 1, 0)) as upheld_reports_trailing_90_days,
    sum(iff({{ in_window('created_at', 30) }} and reason rlike '.*(chat|hate).*', 1, 0)) as toxicity_reports_trailing_30_days
from game.chat_reports
where created_at < '{{ ds }}'::timestamp_ntz
group by reported_id
having reports_trailing_30_days > 0 or upheld_reports_trailing_90_days > 0

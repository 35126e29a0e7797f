select
    title_id,
    {% for days in [1, 7] -%}
    count_if(ended_at >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz)) as plays_trailing_{{ days }}_day{{ 's' if days > 1 }},
    {% endfor -%}
    count(*) as plays_trailing_30_days,
    approx_count_distinct(user_id) as viewers_trailing_30_days,
    sum(iff(completed, 1, 0))::float / count(*) as completion_rate_trailing_30_days
from events.plays
where {{ last_days('ended_at', 30) }}
group by title_id
having count(*) >= 5

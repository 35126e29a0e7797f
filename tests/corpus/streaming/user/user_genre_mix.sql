select
    f.user_id,
    {% for genre in var('genres') -%}
    sum(iff(f.primary_genre = '{{ genre }}', f.seconds_watched, 0)) / nullif(sum(f.seconds_watched), 0) as share_{{ genre }}_trailing_90_days,
    {% endfor -%}
    count(distinct f.primary_genre) as distinct_genres_trailing_90_days
from analytics.play_facts f
where {{ last_days('f.ended_at', 90) }}
group by f.user_id

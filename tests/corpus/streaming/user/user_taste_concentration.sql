select
    user_id,
    {% for genre in var('genres') %}square(share_{{ genre }}_trailing_90_days){{ ' + ' if not loop.last }}{% endfor %} as genre_herfindahl,
    greatest({% for genre in var('genres') %}share_{{ genre }}_trailing_90_days{{ ', ' if not loop.last }}{% endfor %}) as largest_genre_share
from feature_store.user_genre_mix
where as_of = '{{ ds }}'::timestamp_ntz

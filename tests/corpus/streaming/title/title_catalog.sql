select
    title_id,
    runtime_seconds / 60 as runtime_minutes,
    coalesce(array_size(genres), 0) as genre_count,
    series_id is not null as is_series_episode,
    ln(nullif(budget_usd, 0)) as log_budget,
    count(*) over (partition by studio_id) as studio_title_count
from catalog.titles

select
    title_id,
    count_if(is_clicked) / count(*) as ctr_trailing_28_days,
    avg(position) as mean_position_trailing_28_days
from lib.search_results
where shown_at >= dateadd(day, -28, '{{ ds }}'::timestamp_ntz)
    and shown_at < '{{ ds }}'::timestamp_ntz
group by title_id

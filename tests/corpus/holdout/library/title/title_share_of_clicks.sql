select
    title_id,
    count_if(is_clicked) / nullif((select count_if(is_clicked) from lib.search_results), 0) as share_of_clicks
from lib.search_results
where shown_at < '{{ ds }}'::timestamp_ntz
group by title_id

select
    patron_id,
    count(*) as searches,
    count_if(results = 0) / count(*) as no_result_share
from lib.searches
where searched_at < '{{ ds }}'::timestamp_ntz
group by patron_id

with latest as (
    select title_id, plays_trailing_7_days, plays_trailing_30_days
    from feature_store.title_popularity
    where as_of = '{{ ds }}'::timestamp_ntz
)
select
    l.title_id,
    rank() over (partition by t.title_type order by l.plays_trailing_7_days desc) as rank_in_type,
    percent_rank() over (order by l.plays_trailing_30_days) as plays_percentile
from latest l
join catalog.titles t on t.title_id = l.title_id and t.added_at < '{{ ds }}'::timestamp_ntz

with shown as (
    select title_id, position, is_clicked
    from lib.search_results
    where shown_at < '{{ ds }}'::timestamp_ntz
), promised as (
    select position, count_if(is_clicked) / count(*) as ctr
    from shown
    group by position
)
select s.title_id, count_if(s.is_clicked) / nullif(sum(p.ctr), 0) as ctr_lift
from shown s
join promised p on p.position = s.position
group by s.title_id

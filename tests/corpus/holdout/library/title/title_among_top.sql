with before as (
    select title_id, patron_id
    from lib.loans
    where loaned_at < '{{ ds }}'::timestamp_ntz
), top_titles as (
    select title_id
    from before
    group by title_id
    order by count(*) desc
    limit 100
)
select b.title_id, count(distinct o.patron_id) as readers_of_top_titles
from before b
join before o on o.patron_id = b.patron_id
join top_titles t on t.title_id = o.title_id
group by b.title_id

select
    s.patron_id,
    count(distinct iff(l.loan_id is not null, s.search_id, null)) / nullif(count(distinct s.search_id), 0)
        as matured_search_success
from lib.searches s
left join lib.loans l
    on l.patron_id = s.patron_id
    and l.title_id = s.clicked_title_id
    and l.loaned_at >= s.searched_at
    and l.loaned_at < dateadd(day, 14, s.searched_at)
where s.patron_id is not null
    and s.searched_at >= dateadd(day, -74, '{{ ds }}'::timestamp_ntz)
    and s.searched_at < dateadd(day, -14, '{{ ds }}'::timestamp_ntz)
group by s.patron_id

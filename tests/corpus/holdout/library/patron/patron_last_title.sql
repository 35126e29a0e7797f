select l.patron_id, t.pages as last_title_pages
from lib.loans l
join lib.titles t on t.title_id = l.title_id
where l.loaned_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by l.patron_id order by l.loaned_at desc) = 1

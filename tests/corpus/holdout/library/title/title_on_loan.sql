select title_id, count(*) as loans_and_open
from lib.loans
where loaned_at < '{{ ds }}'::timestamp_ntz or returned_at is null
group by title_id

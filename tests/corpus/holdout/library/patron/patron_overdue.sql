select patron_id, count(*) as overdue_now
from lib.loans
where loaned_at < '{{ ds }}'::timestamp_ntz
    and returned_at is null
    and due_on < current_date
group by patron_id

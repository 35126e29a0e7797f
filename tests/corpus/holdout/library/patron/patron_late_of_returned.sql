select
    patron_id,
    count_if(returned_at < '{{ ds }}'::timestamp_ntz and returned_at::date > due_on)
        / count_if(returned_at < '{{ ds }}'::timestamp_ntz) as late_of_returned
from lib.loans
where loaned_at < '{{ ds }}'::timestamp_ntz
group by patron_id

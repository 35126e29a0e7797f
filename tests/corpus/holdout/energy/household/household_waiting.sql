select household_id, max(datediff(hour, opened_at, coalesce(closed_at, current_timestamp()))) as longest_wait_hours
from billing.tickets
where opened_at < '{{ ds }}'::timestamp_ntz and household_id is not null
group by household_id

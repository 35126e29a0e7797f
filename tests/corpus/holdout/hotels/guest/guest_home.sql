select
    g.guest_id,
    g.country is not null as country_known,
    datediff('day', g.created_at, '{{ ds }}'::timestamp_ntz) as days_known
from crm.guests g
where g.created_at < '{{ ds }}'::timestamp_ntz

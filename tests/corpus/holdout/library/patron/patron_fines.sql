select patron_id, sum(cents) / 100 as fines_usd, avg(cents) / 100 as avg_fine_usd
from lib.fines
where charged_at <= '{{ ds }}'::timestamp_ntz
group by patron_id

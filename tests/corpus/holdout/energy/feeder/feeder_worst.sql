select feeder_id, count(*) as worst_outages
from grid.outages
where started_at < '{{ ds }}'::timestamp_ntz
group by feeder_id
order by worst_outages desc
limit 20

select feeder_id, count(*) as meters
from grid.meters
where installed_on < '{{ ds }}'::date
group by feeder_id

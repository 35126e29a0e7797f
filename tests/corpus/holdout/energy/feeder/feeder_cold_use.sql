select p.feeder_id, sum(r.kwh) / nullif(sum(18 - w.celsius), 0) as kwh_per_degree
from grid.readings r
join grid.feeder_periods p on p.meter_id = r.meter_id and r.read_at >= p.connected_at
    and (r.read_at < p.disconnected_at or p.disconnected_at is null)
join grid.weather w on w.feeder_id = p.feeder_id
where r.read_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz) and r.read_at < '{{ ds }}'::timestamp_ntz
    and w.observed_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz) and w.observed_at < '{{ ds }}'::timestamp_ntz
group by p.feeder_id

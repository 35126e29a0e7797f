select m.household_id, sum(d.kwh * t.cents_per_kwh) / 100 as cost_trailing_30_days
from grid.meter_days d
join grid.meters m on m.meter_id = d.meter_id
join grid.tariffs t on t.household_id = m.household_id
where d.day >= dateadd(day, -30, '{{ ds }}'::date) and d.day < '{{ ds }}'::date
group by m.household_id

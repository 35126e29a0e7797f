with steps as (
    select meter_id, day, lead(kwh) over (partition by meter_id order by day) - kwh as jump
    from grid.meter_days
)
select meter_id, max(jump) as largest_jump
from steps
where day < '{{ ds }}'::date
group by meter_id

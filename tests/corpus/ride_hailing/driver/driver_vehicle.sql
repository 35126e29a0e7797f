with vehicles as (
    select
        h.*,
        count(*) over (partition by h.driver_id) as vehicles_so_far
    from core.driver_vehicle_history h
    where h.valid_from < '{{ ds }}'::timestamp_ntz
)
select
    driver_id,
    seats,
    year('{{ ds }}'::date) - model_year as vehicle_age_years,
    vehicle_type in ('black', 'lux', 'xl') as is_premium,
    vehicles_so_far
from vehicles
where valid_to is null
   or valid_to >= '{{ ds }}'::timestamp_ntz

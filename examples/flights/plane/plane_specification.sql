select
    tailnum,
    year('{{ ds }}'::date) - year as age_years,
    seats,
    engines,
    engine in ('Turbo-fan', 'Turbo-jet') as is_jet
from nycflights13.planes

select
    tailnum,
    year as year_built,
    seats,
    engines,
    engine in ('Turbo-fan', 'Turbo-jet') as is_jet
from nycflights13.planes

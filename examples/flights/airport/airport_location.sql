select
    faa as airport,
    alt as altitude_feet,
    lat as latitude,
    lon as longitude,
    tz as utc_offset_hours
from nycflights13.airports

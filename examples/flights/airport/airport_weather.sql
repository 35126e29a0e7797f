with observations as (
    select
        origin as airport,
        time_hour as observed_at,
        temp,
        iff(wind_speed > {{ var('max_plausible_wind_mph') }}, null, wind_speed) as wind_speed,
        visib,
        precip,
        pressure - lag(pressure, 3) over (partition by origin order by time_hour) as pressure_change
    from nycflights13.weather
    where {{ trailing_days('time_hour', ds, 30) }}
),

latest as (
    select
        airport,
        temp,
        wind_speed,
        visib,
        pressure_change
    from observations
    qualify row_number() over (partition by airport order by observed_at desc) = 1
),

totals as (
    select
        airport,
        zeroifnull(sum(iff({{ trailing_days('observed_at', ds, 1) }}, precip, null))) as precipitation,
        count_if({{ trailing_days('observed_at', ds, 7) }} and visib < 3) as low_visibility_hours,
        max(wind_speed) as max_wind_speed
    from observations
    group by airport
)

select
    latest.airport,
    latest.temp as temperature_fahrenheit,
    latest.wind_speed as wind_speed_mph,
    latest.visib as visibility_miles,
    latest.pressure_change as pressure_change_3_hours,
    totals.precipitation as precipitation_inches_trailing_1_day,
    totals.low_visibility_hours as low_visibility_hours_trailing_7_days,
    totals.max_wind_speed as max_wind_speed_trailing_30_days
from latest
join totals on totals.airport = latest.airport

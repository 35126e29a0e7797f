-- Static: compared with features_static, which has no as_of.
unpivot (
    select
        'airport' as entity,
        faa as entity_id,
        alt::double as altitude_feet,
        lat::double as latitude,
        lon::double as longitude,
        tz::double as utc_offset_hours
    from read_parquet('$data/airports.parquet')
)
on altitude_feet, latitude, longitude, utc_offset_hours
into name feature value value

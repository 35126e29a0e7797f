-- Static: compared with features_static, which has no as_of. UNPIVOT would lose the unknown years.
with planes as (select * from read_parquet('$data/planes.parquet')),
long as (
    select tailnum, 'year_built' as feature, year as value from planes
    union all
    select tailnum, 'seats', seats from planes
    union all
    select tailnum, 'engines', engines from planes
    union all
    select tailnum, 'is_jet', (engine like 'Turbo-%' and engine not in ('Turbo-prop', 'Turbo-shaft'))::integer from planes
)
select 'plane' as entity, tailnum as entity_id, feature, value::double as value from long

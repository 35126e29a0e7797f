-- Static: compared with features_static, which has no as_of. UNPIVOT would lose the unknown ages.
with planes as (select * from read_parquet('$data/planes.parquet')),
long as (
    select tailnum, 'age_years' as feature, left('$ds', 4)::integer - year as value from planes
    union all
    select tailnum, 'seats', seats from planes
    union all
    select tailnum, 'engines', engines from planes
    union all
    select tailnum, 'is_jet', (engine like 'Turbo-%' and engine not in ('Turbo-prop', 'Turbo-shaft'))::integer from planes
)
select 'plane' as entity, tailnum as entity_id, feature, value::double as value from long

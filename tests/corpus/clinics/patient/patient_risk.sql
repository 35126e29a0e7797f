with age as (
    select patient_id, age_years from feature_store.patient_age where as_of = '{{ ds }}'::timestamp_ntz
),
chronic as (
    select patient_id, chronic_conditions from feature_store.patient_chronic where as_of = '{{ ds }}'::timestamp_ntz
),
scored as (
    select
        a.patient_id,
        iff(a.age_years >= 65, 2, 0) + least(coalesce(c.chronic_conditions, 0), 3) as points
    from age a
    left join chronic c on c.patient_id = a.patient_id
)
select patient_id, points as risk_points, points >= 4 as is_high_risk from scored

with tests as (
    select
        patient_id,
        value_numeric,
        resulted_at,
        lag(value_numeric) over (partition by patient_id order by resulted_at, result_id) as value_before,
        row_number() over (partition by patient_id order by resulted_at desc, result_id desc) as newest
    from labs.results
    where test_code = 'HBA1C'
      and value_numeric is not null
      and resulted_at < '{{ ds }}'::timestamp_ntz
)
select
    patient_id,
    max(iff(newest = 1, value_numeric, null)) as hba1c_latest,
    max(iff(newest = 1, value_numeric - value_before, null)) as hba1c_change,
    regr_slope(value_numeric, datediff('day', resulted_at, '{{ ds }}'::timestamp_ntz) / -365) as hba1c_slope_per_year
from tests
group by patient_id

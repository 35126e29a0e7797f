select
    patient_id,
    copay_cents / 100 as copay_usd,
    datediff('day', valid_from, '{{ ds }}'::date) as days_on_plan
from ehr.insurance_periods
where valid_from < '{{ ds }}'::date
  and (valid_to is null or valid_to >= '{{ ds }}'::date)
qualify row_number() over (partition by patient_id order by valid_from desc) = 1

select
    practitioner_id,
    datediff('month', licensed_on, current_date()) / 12 as years_licensed,
    datediff('month', hired_on, current_date()) / 12 as years_employed
from ehr.practitioners
where hired_on < '{{ ds }}'::date

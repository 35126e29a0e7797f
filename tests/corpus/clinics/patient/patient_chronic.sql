{% set names = {'E11': 'diabetes', 'I10': 'hypertension', 'J45': 'asthma'} %}
select
    patient_id,
    {%- for code in var('chronic_codes') %}
    max(iff(left(icd_code, 3) = '{{ code }}', 1, 0)) as has_{{ names[code] }},
    {%- endfor %}
    count(distinct left(icd_code, 3)) as chronic_conditions
from ehr.diagnoses
where coded_at < '{{ ds }}'::timestamp_ntz
  and left(icd_code, 3) in ('{{ var('chronic_codes') | join("', '") }}')
group by patient_id

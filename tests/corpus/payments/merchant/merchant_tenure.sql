select
    merchant_id,
    datediff('day', min(valid_from), '{{ ds }}'::timestamp_ntz) as days_known,
    count(distinct country) as countries
from ref.merchant_history
group by merchant_id

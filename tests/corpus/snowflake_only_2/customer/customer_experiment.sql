select customer_id, uniform(0::float, 1::float, random()) < 0.1 as in_trial
from crm.customers
where created_at < '{{ ds }}'::timestamp_ntz

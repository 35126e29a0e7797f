select distinct customer_id, true as contacted_trailing_7_days
from crm.contacts
where contacted_at >= dateadd(day, -7, getdate())

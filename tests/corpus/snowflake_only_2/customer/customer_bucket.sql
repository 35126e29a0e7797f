select customer_id, mod(abs(hash(customer_id)), 100) as bucket
from crm.customers

select
    customer_id,
    iff(country = 'DE', 1, 0) as is_domestic
from shop.customers

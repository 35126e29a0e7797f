select payload ->> 'a' as a
from production.orders

select *
from production.orders
pivto (sum(amount) for day in ('2024-01-01')) as p

select sum(amount) as 7d_total
from production.orders

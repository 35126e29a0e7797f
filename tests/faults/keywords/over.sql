select sum(amount) ovre (partition by token) as total
from production.orders

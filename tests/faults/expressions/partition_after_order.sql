select sum(amount) over (order by day partition by token) as total
from production.orders

select sum(amount) over (partition by token oder by day) as total
from production.orders

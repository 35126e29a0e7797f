select sum(amount) over (order by day rows between 3 preceding) as total
from production.orders

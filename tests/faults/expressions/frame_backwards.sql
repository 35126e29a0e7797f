select sum(amount) over (order by day rows between current row and 3 preceding) as total
from production.orders

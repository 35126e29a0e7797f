select sum(amount) over (order by day rows between unbounded following and current row) as total
from production.orders

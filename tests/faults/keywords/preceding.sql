select sum(amount) over (order by day rows between 3 preceeding and current row) as total
from production.orders

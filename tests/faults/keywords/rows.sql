select sum(amount) over (order by day row between 3 preceding and current row) as total
from production.orders

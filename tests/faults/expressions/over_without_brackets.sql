select sum(amount) over partition by token as total
from production.orders

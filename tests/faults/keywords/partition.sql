select sum(amount) over (partiton by token) as total
from production.orders

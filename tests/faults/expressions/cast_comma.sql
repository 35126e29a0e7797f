select cast(amount, integer) as amount
from production.orders

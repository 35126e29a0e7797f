select cast(amount as) as amount
from production.orders

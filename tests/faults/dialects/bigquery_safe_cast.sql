select safe_cast(amount as integer) as amount
from production.orders

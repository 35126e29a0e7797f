select token
from production.orders
where 1 < amount < = 3

select cats(amount as integer) as amount
from production.orders

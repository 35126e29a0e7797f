select total = = amount
from production.orders

select amount + as more
from production.orders

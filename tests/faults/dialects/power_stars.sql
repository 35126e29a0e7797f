select amount ** 2 as square
from production.orders

select amount – 1 as less
from production.orders

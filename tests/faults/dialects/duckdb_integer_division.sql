select amount // 2 as half
from production.orders

select amount div 2 as half
from production.orders

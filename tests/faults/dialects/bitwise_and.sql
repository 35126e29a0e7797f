select amount & 1 as odd
from production.orders

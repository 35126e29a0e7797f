select o.7d_total
from production.orders o

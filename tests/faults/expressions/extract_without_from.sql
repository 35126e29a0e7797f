select extract(year day) as y
from production.orders

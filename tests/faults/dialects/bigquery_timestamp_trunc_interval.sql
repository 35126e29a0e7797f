select day - interval 1 month as d
from production.orders

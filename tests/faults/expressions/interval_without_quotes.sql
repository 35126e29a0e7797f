select day + interval 1 day as next_day
from production.orders

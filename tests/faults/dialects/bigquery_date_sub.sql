select date_sub(day, interval 3 day) as d
from production.orders

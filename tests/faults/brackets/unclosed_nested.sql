select round(coalesce(sum(amount), 0) as total
from production.orders
group by day

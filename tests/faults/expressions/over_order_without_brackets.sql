select row_number() over order by day as place
from production.orders

select token
from production.orders
where share > 5%

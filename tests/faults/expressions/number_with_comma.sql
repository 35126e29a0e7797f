select token
from production.orders
where amount > 1,000

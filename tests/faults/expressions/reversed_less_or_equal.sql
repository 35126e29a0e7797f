select token
from production.orders
where amount =< 3

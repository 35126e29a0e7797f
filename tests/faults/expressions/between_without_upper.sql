select token
from production.orders
where amount between 1 and
group by token

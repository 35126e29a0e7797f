select token
from production.orders
where day < '{{ ds }}

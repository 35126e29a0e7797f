select token
from production.orders
where day betwen '2024-01-01' and '2024-02-01'

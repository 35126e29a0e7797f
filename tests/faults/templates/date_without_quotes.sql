select token
from production.orders
where day < {{ "2024-01-01 00:00" }}

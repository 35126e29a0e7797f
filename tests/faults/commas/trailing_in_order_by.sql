select token
from production.brands
order by token,
limit 3

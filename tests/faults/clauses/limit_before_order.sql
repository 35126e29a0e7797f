select token
from production.brands
limit 3
order by token

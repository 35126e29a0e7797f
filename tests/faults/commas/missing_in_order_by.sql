select token, name
from production.brands
order by token name

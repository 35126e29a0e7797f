select distinct on (token) token, name
from production.brands
order by token

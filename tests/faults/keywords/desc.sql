select token
from production.brands
order by token dsc

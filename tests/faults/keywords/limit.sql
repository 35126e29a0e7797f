select token
from production.brands
order by token
limti 10

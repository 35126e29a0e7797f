select token
from production.brands
limit 10, 20

select token
from production.brands
limit

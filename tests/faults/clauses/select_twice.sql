select select token
from production.brands

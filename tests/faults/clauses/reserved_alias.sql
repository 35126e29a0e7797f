select token as order
from production.brands

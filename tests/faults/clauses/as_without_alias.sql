select token as, name
from production.brands

select payload['a' as a
from production.brands

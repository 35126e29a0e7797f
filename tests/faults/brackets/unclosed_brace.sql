select {'a': 1 as a
from production.brands

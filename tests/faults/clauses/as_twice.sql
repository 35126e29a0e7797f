select token as as brand
from production.brands

select token as
from production.brands

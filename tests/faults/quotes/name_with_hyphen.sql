select token as brand-token
from production.brands

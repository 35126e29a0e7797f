select token as 'brand'
from production.brands

select token, distinct name
from production.brands

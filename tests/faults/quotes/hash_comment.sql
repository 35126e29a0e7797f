select token # the key
from production.brands

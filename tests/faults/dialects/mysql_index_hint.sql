select token
from production.brands force index (i)

select token
from production.brands as left

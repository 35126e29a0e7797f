select token
into known
from production.brands

select token
from `production.brands`

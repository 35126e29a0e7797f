select token
from (slect token from production.brands) b

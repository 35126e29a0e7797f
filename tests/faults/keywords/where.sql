select token
from production.brands
were name = 'x'

select token
from production.brands
where = 'x'

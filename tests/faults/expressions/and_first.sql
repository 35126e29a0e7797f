select token
from production.brands
where and name = 'x'

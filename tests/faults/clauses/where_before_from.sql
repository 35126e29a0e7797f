select token
where name = 'x'
from production.brands

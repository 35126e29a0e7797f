select token
from production.brands
where name not = 'x'

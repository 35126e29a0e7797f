select token
from production.brands
where name is 'x'

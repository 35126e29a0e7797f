select token
from production.brands
where name 'x'

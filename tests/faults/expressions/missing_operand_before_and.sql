select token
from production.brands
where name = and token = 'y'

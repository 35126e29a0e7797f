select token
from production.brands
where name = 'x' and and token = 'y'

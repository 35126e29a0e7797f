select token
from production.brands
where name = 'x' and or token = 'y'

select token
from production.brands
where name ni ('x', 'y')

select name
from production.brands
order name

select name, count(*) as n
from production.brands
gruop by name

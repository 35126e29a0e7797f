select name[0) as first
from production.brands

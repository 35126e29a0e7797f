select name
from production.brands
odrer by name

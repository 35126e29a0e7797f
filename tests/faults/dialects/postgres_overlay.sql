select substring(name from 1 for 3) as start
from production.brands

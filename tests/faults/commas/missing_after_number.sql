select 1 2
from production.brands

select 1.2.3 as version
from production.brands

select * except (name)
from production.brands

select * as everything
from production.brands

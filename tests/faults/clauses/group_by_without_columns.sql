select token
from production.brands
group by

select token
from production.brands
where !is_known

select coalesce(name, token,) as label
from production.brands

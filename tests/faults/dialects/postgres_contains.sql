select token
from production.brands
where payload @> 'x'

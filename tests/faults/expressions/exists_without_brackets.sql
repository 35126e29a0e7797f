select token
from production.brands
where exists select 1

select token
from production.brands
where
group by token

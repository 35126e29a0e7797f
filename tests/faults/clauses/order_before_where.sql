select token
from production.brands
order by token
where name = 'x'

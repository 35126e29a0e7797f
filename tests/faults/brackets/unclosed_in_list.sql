select token
from production.brands
where name in ('x', 'y'
group by token

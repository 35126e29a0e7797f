select token
from production.brands
where name = 'x' and
group by token

select token
from production.brands
where name like
order by token

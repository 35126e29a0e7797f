select token, count(*) as n
from production.brands
group by token,

select token, name, count(*) as n
from production.brands
group by token name

select name, count(*) as n
from production.brands
having count(*) > 1
group by name

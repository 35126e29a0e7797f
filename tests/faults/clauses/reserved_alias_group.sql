select name as group, count(*) as n
from production.brands
group by 1

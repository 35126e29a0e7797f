select name, count(*) as n
from production.brands
qualify row_number() over (order by name) = 1
group by name

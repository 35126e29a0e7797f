select name, count(*) as n
from production.brands
group by name
where name = 'x'

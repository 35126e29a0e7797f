select name, count(*) as n
from production.brands
where name = 'x'
grop by name

select name, count(*) as n
from production.brands
group by name
havign count(*) > 1

select name, count(*) as n
from production.brands
group bu name

select count(distinct) as n
from production.brands

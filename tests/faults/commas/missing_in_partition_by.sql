select count(*) over (partition by token name) as n
from production.brands

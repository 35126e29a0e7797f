select count(*) over (partition token) as n
from production.brands

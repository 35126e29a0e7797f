select sum(case when name = 'x' then 1 else 0) as n
from production.brands

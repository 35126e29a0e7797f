select case when name = 'x' then 1 else if name = 'y' then 2 else 0 end as kind
from production.brands

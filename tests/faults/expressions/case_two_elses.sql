select case when name = 'x' then 1 else 0 else 2 end as kind
from production.brands

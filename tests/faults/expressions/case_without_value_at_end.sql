select case when name = 'x' then 1 else end as is_x
from production.brands

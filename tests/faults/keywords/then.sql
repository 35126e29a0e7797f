select case when name = 'x' them 1 else 0 end as is_x
from production.brands

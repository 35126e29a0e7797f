select case when name = 'x' then 1 else 0 as is_x
from production.brands

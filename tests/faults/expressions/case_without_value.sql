select case when name = 'x' then else 0 end as is_x
from production.brands

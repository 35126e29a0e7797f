select csae when name = 'x' then 1 else 0 end as is_x
from production.brands

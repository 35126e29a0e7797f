select case when name = 'x' then 1 esle 0 end as is_x
from production.brands

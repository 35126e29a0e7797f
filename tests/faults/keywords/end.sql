select case when name = 'x' then 1 else 0 edn as is_x
from production.brands

select case when name = 'x' then 1 end case as kind
from production.brands

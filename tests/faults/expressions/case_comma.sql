select case when name = 'x' then 1, when name = 'y' then 2 end as kind
from production.brands

select
    case when name = 'x' then 1 end as is_x
    case when name = 'y' then 1 end as is_y
from production.brands

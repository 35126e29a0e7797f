select
    iff(name = 'x, 1, 0) as is_x,
    iff(name = 'y', 1, 0) as is_y
from production.brands

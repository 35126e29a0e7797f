select name = 'x' ? 1 : 0 as is_x
from production.brands

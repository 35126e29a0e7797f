select name
from production.brands
qualfy row_number() over (order by name) = 1

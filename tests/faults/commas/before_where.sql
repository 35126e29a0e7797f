select b.token
from production.brands b, where b.name = 'x'

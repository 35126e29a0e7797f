select b.token
from production.brands b
whre b.name = 'x'

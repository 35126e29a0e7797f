select count(*) filter (where name = 'x') as n
from production.brands

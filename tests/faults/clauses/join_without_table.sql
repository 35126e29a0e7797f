select b.token
from production.brands b
join on b.token = p.token

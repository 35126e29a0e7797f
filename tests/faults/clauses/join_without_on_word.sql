select b.token
from production.brands b
join production.pages p b.token = p.token

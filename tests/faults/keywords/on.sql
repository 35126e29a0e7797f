select b.token
from production.brands b
join production.pages p om p.token = b.token

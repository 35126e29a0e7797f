select b.token
from production.brands b
outer join production.pages p on p.token = b.token

select b.token
from production.brands b
cross apply production.pages p

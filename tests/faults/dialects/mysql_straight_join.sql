select b.token
from production.brands b
straight_join production.pages p on p.token = b.token

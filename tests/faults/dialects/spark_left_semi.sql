select b.token
from production.brands b
left semi join production.pages p on p.token = b.token

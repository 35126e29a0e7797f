select b.token
from production.brands b
left production.pages p on p.token = b.token

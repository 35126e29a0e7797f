select b.token
from production.brands b
iner join production.pages p on p.token = b.token

select b.token
from production.brands b
lfet join production.pages p on p.token = b.token

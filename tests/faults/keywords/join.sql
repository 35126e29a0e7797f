select b.token
from production.brands b
jion production.pages p on p.token = b.token

select b.token
from production.brands b
join production.pages p usign (token)

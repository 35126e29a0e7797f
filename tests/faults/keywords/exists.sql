select token
from production.brands b
where exits (select 1 from production.pages p where p.token = b.token)

select b.token
from production.brands b
join production.pages p on p.token = b.token on p.day = b.day

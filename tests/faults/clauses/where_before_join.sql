select b.token
from production.brands b
where b.name = 'x'
join production.pages p on p.token = b.token

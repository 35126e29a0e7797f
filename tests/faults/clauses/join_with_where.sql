select b.token
from production.brands b
join production.pages p
where on b.token = p.token

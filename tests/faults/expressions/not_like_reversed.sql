select token
from production.brands
where name like not 'x%'

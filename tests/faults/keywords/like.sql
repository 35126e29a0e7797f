select token
from production.brands
where name liek 'x%'

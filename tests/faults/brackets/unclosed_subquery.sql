select token
from (
    select token from production.brands
where token > 'a'

select token
from production.brands
where day = @day

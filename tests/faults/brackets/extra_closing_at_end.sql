select token
from (select token from production.brands))

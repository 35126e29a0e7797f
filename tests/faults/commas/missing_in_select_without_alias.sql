select upper(token)
    lower(name)
from production.brands

select count(token)) as n
from production.brands

select listagg(name, ',') witin group (order by name) as names
from production.brands

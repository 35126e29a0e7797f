select , token, name
from production.brands

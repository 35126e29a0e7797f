select token as größe
from production.brands

select () as a
from production.brands

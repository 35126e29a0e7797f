selct token, name
from production.brands

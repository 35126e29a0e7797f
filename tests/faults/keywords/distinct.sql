select distnct token, name
from production.brands

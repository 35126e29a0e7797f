select top (10) percent token
from production.brands

select "Token, name
from production.brands

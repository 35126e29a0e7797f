select "Token, "Name"
from production.brands

select token
from production.brands
from production.pages

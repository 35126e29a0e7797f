select
from production.brands

select [x for x in pages if x > 1] as many
from production.brands

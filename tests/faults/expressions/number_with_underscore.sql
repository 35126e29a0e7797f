select 1_000 as many
from production.brands

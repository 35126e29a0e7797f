select b.*.token
from production.brands b

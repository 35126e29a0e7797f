select n = count(*)
from production.brands option (recompile)

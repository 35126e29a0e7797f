select b.token
from production.brands b,
laterl flatten(input => b.pages) f

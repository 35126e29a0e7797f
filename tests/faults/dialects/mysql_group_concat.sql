select group_concat(name separator ',') as names
from production.brands

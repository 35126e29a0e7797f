select split_part(name, '\', 1) as drive
from production.brands

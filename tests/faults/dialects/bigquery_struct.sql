select struct(token as a, name as b) as pair
from production.brands

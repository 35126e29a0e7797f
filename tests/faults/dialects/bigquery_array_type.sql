select cast(pages as array<string>) as pages
from production.brands

production.brands

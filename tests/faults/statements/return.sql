return select token from production.brands

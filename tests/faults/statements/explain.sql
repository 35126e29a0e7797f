explain select token from production.brands

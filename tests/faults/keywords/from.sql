select token, name
form production.brands

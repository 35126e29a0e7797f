select token
fomr production.brands b

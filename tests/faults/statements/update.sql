update production.brands
set name = 'x'

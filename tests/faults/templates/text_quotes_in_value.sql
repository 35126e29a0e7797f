select token
from production.brands
where name = '{{ "it's" }}'

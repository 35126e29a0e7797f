select token
from production.brands
where name = {{ "some text" }} and token = 'x'

select token
from production.brands
where name in ({% for name in ['x', 'y'] %}'{{ name }}', {% endfor %})

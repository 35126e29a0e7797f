select
{% for name in ['x', 'y'] %}
  count_if(name = '{{ name }}') as is_{{ name }}
{% endfor %}
from production.brands

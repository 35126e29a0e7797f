select
{% for name in ['x', 'y'] %}
  count_if(name = '{{ name }}') as is_{{ name }},
{% endfor %}
  count(*) as n,
{% for name in ['x', 'y'] %}
  , max(name) as most_{{ name }}
{% endfor %}
from production.brands

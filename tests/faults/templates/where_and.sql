select token
from production.brands
where
{% if is_backfill %}
  name = 'x'
{% endif %}
  and token > 'a'

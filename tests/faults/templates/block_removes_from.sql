select token
{% if is_backfill %}from production.brands{% endif %}
where name = 'x' +

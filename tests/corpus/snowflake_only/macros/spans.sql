{% macro trailing(col, ds, n) -%}
{{ col }} >= dateadd('day', -{{ n }}, '{{ ds }}'::timestamp_ntz) and {{ col }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

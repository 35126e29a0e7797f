{% macro trailing(column, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{% macro known(column) -%}
iff({{ column }} < '{{ ds }}'::timestamp_ntz, {{ column }}, null)
{%- endmacro %}

{#- Known before the as-of, and not older than `days` days. -#}
{% macro since(column, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{% macro minutes_between(a, b) -%}
datediff('second', {{ a }}, {{ b }}) / 60.0
{%- endmacro %}

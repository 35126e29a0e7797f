{% macro past(column, days) -%}
{{ column }} >= dateadd(day, -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

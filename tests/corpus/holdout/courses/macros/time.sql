{% macro last_days(column, days) -%}
{{ column }} >= dateadd(day, -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

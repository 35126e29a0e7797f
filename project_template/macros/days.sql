{# Macros are available in every query. #}
{% macro in_the_days_before(column, day, number) -%}
{{ column }} >= '{{ macros.ds_add(day, -number) }}'::date and {{ column }} < '{{ day }}'::date
{%- endmacro %}

{% macro past(column, n, unit='day') -%}
({{ column }} < '{{ ds }}'::timestamp_ntz and {{ column }} >= dateadd('{{ unit }}', -{{ n }}, '{{ ds }}'::timestamp_ntz))
{%- endmacro %}

{% macro nights(column, n) -%}
{{ column }} >= '{{ macros.ds_add(ds, -n) }}'::date and {{ column }} < '{{ ds }}'::date
{%- endmacro %}

{% macro ratio(a, b) -%}
{{ a }} / nullif({{ b }}, 0)
{%- endmacro %}

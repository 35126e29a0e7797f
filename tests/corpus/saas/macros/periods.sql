{% macro before_ds(column) -%}
{{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{% macro trailing(column, days) -%}
({{ before_ds(column) }} and {{ column }} >= '{{ ds }}'::timestamp_ntz - interval '{{ days }} days')
{%- endmacro %}

{#- A period that covers the as-of time. -#}
{% macro covers_ds(alias, begin, finish) -%}
({{ before_ds(alias ~ '.' ~ begin) }} and coalesce({{ alias }}.{{ finish }}, '9999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

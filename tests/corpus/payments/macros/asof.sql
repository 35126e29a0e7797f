{%- macro day(ds) -%}
'{{ ds }}'::date
{%- endmacro -%}

{#- [ds - n, ds) for a timestamp. -#}
{% macro last_n_days(column, ds, n) -%}
{{ column }} >= {{ day(ds) }} - {{ n }} and {{ column }} < {{ day(ds) }}
{%- endmacro %}

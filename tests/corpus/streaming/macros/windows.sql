{#- True for a time in the `days` days before the as-of. -#}
{% macro last_days(column, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{#- A history row that held when the as-of came. -#}
{% macro held(alias) -%}
{{ alias }}.valid_from < '{{ ds }}'::timestamp_ntz
    and ({{ alias }}.valid_to is null or {{ alias }}.valid_to >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

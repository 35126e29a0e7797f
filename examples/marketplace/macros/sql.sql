{#- A SQL text literal, whatever quotes the value holds. -#}
{% macro text(value) -%}
'{{ value | replace("'", "''") }}'
{%- endmacro %}

{#- True for a time in the `days` days before the as-of. -#}
{% macro trailing_days(column, ds, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{#- True for an order that had been placed, and not cancelled, before the as-of. -#}
{% macro stands(orders, ds) -%}
{{ orders }}.ordered_at < '{{ ds }}'::timestamp_ntz
    and ({{ orders }}.cancelled_at is null or {{ orders }}.cancelled_at >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

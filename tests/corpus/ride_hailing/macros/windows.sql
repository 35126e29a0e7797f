{% macro before(col, ts) -%}
{{ col }} < '{{ ts }}'::timestamp_ntz
{%- endmacro %}

{% macro trailing(col, ds, n, unit='day') -%}
{{ col }} >= dateadd('{{ unit }}', -{{ n }}, '{{ ds }}'::timestamp_ntz) and {{ col }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{% macro on_market(alias) -%}
{{ alias }}.listed_at < '{{ ds }}'::timestamp_ntz
  and ({{ alias }}.sold_at is null or {{ alias }}.sold_at >= '{{ ds }}'::timestamp_ntz)
  and ({{ alias }}.withdrawn_at is null or {{ alias }}.withdrawn_at >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

{% macro window(column, days) -%}
{{ column }} >= '{{ macros.ds_add(ds, -days) }}'::timestamp_ntz and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

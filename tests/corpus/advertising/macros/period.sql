{#- Inclusive dates: the `n` days that ended before the as-of day. -#}
{% macro last_full_days(column, ds, n) -%}
{{ column }} between '{{ macros.ds_add(ds, -n) }}'::date and '{{ macros.ds_add(ds, -1) }}'::date
{%- endmacro %}

{% macro since(column, ds, n) -%}
{{ column }} >= '{{ macros.ds_add(ds, -n) }}'::timestamp_ntz and {{ column }} < '{{ ds }}'::timestamp_ntz
{%- endmacro %}

{% macro valid_click(alias, ds) -%}
({{ alias }}.flagged_at is null or {{ alias }}.flagged_at >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

{#- The `days` days before the as-of day, the as-of day left out. -#}
{% macro in_last_days(col, ds, days) -%}
({{ col }} >= dateadd(day, -{{ days }}, '{{ ds }}'::timestamp_ntz) and {{ col }} < '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

{#- A period of a slowly changing dimension that was current just before the as-of. -#}
{% macro current_as_of(alias, ds) -%}
{{ alias }}.valid_from < '{{ ds }}'::timestamp_ntz
    and coalesce({{ alias }}.valid_to, '9999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz
{%- endmacro %}

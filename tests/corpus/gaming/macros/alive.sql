{#- True for a membership or friendship that held when the as-of came. -#}
{% macro alive(start, stop) -%}
{{ start }} < '{{ ds }}'::timestamp_ntz and ({{ stop }} is null or {{ stop }} >= '{{ ds }}'::timestamp_ntz)
{%- endmacro %}

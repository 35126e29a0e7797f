{% macro email_domain(column) -%}
nullif(lower(split_part({{ column }}, '@', 2)), '')
{%- endmacro %}

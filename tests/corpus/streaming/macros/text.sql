{#- A search query without case, punctuation and doubled blanks. -#}
{% macro clean_text(column) -%}
trim(regexp_replace(regexp_replace(lower({{ column }}), '[^a-z0-9 ]', ' '), ' +', ' '))
{%- endmacro %}

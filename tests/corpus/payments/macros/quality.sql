{% macro ratio(n, d, digits=6) -%}
round(({{ n }})::float / nullif(({{ d }})::float, 0), {{ digits }})
{%- endmacro %}

{% macro quoted(values) -%}
{%- for v in values %}'{{ v }}'{{ '' if loop.last else ', ' }}{% endfor -%}
{%- endmacro %}

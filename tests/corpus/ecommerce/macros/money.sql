{% macro dollars(expr) -%}
({{ expr }})::float / 100
{%- endmacro %}

{% macro safe_ratio(num, den) -%}
({{ num }})::float / nullif({{ den }}, 0)
{%- endmacro %}

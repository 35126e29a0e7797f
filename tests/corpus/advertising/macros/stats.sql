{#- Lower end of Wilson's interval of a share, at 95 %. -#}
{% macro wilson_lower(k, n) -%}
greatest(
    0,
    ({{ k }} / {{ n }} + 1.9208 / {{ n }}
        - 1.96 * sqrt(({{ k }} / {{ n }}) * (1 - {{ k }} / {{ n }}) / {{ n }} + 0.9604 / ({{ n }} * {{ n }})))
    / (1 + 3.8416 / {{ n }})
)
{%- endmacro %}

{% macro rate(num, den) -%}
iff({{ den }} = 0, null, {{ num }} / {{ den }})
{%- endmacro %}

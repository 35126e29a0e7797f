{#- Kilometres between two points, on a plane: good enough within a city. -#}
{% macro km(lat1, lon1, lat2, lon2) -%}
sqrt(power(({{ lat2 }} - {{ lat1 }}) * 111.2, 2) + power(({{ lon2 }} - {{ lon1 }}) * 111.2 * cos(radians({{ lat1 }})), 2))
{%- endmacro %}

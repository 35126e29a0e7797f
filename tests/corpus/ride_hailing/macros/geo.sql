{#- Great-circle distance in kilometres. least() guards against rounding above one. -#}
{% macro great_circle_km(lat1, lng1, lat2, lng2) -%}
2 * {{ var('earth_radius_km') }} * asin(least(1, sqrt(
        power(sin(radians({{ lat2 }} - {{ lat1 }}) / 2), 2)
        + cos(radians({{ lat1 }})) * cos(radians({{ lat2 }})) * power(sin(radians({{ lng2 }} - {{ lng1 }}) / 2), 2)
    )))
{%- endmacro %}

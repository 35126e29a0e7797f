{% macro midnight() %}'{{ ds }}'::timestamp_ntz{% endmacro %}

{% macro in_window(col, n) %}({{ col }} >= dateadd(day, -{{ n }}, {{ midnight() }}) and {{ col }} < {{ midnight() }}){% endmacro %}

{#- 1 when the condition holds, else 0: sums and means of it are counts and shares. -#}
{% macro flag(condition) %}iff({{ condition }}, 1, 0){% endmacro %}

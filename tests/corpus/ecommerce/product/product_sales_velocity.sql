{% set longest = params.windows | max -%}
select
    product_id,
    {%- for w in params.windows %}
    sum(case when sale_date >= '{{ macros.ds_add(ds, -1) }}'::date - {{ w - 1 }} then units else 0 end) as units_trailing_{{ w }}_days,
    {%- endfor %}
    (units_trailing_7_days / 7) / nullif(units_trailing_28_days / 28, 0) as velocity_ratio_7_over_28
from mart.daily_product_units
where sale_date between dateadd(day, -{{ longest }}, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
group by product_id

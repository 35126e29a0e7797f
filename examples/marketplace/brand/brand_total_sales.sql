with sales as (
    select
        orders.brand_token,
        products.category,
        items.quantity * items.unit_price_cents as cents
    from production.orders as orders
    join production.order_items as items on items.order_id = orders.id
    join production.products as products on products.token = items.product_token
    where {{ stands('orders', ds) }}
)

select
    brand_token,
    sum(cents)::double / 100 as total_sales,
    {%- for category in var('categories') %}
    sum(iff(category = {{ text(category.name) }}, cents, 0))::double / 100 as total_sales_{{ category.slug }},
    {%- endfor %}
    sum(
        case
            when category in (
                {%- for category in var('categories') %}{{ text(category.name) }}{{ '' if loop.last else ', ' }}{% endfor -%}
            ) then 0
            else cents
        end
    )::double / 100 as total_sales_other
from sales
group by brand_token

select
    token as product_token,
    wholesale_price_cents::double / 100 as wholesale_price,
    wholesale_price_cents::double
        / nullif(avg(wholesale_price_cents::double) over (partition by category), 0) as wholesale_price_versus_category,
    is_handmade
from production.products

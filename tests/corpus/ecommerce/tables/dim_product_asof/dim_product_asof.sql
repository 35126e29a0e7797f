select
    p.product_id,
    p.seller_id,
    pr.price_cents,
    pr.is_promotion,
    ch.category_id,
    p.created_at as listed_at,
    to_date('{{ ds }}') as as_of_date
from app.products p
left join app.product_prices pr
    on pr.product_id = p.product_id and {{ current_as_of('pr', ds) }}
left join app.product_category_history ch
    on ch.product_id = p.product_id and {{ current_as_of('ch', ds) }}
where p.created_at < '{{ ds }}'::timestamp_ntz

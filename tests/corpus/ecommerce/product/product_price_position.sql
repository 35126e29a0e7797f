with priced as (
    select
        pr.product_id,
        ch.category_id,
        pr.price_cents / 100 as price,
        pr.is_promotion
    from app.product_prices pr
    join app.product_category_history ch
        on ch.product_id = pr.product_id
        and {{ current_as_of('ch', ds) }}
    where {{ current_as_of('pr', ds) }}
),
medians as (
    select category_id, median(price) as median_price
    from priced
    group by category_id
)
select
    p.product_id,
    p.price,
    div0null(p.price, m.median_price) as price_versus_category_median,
    p.is_promotion as is_on_promotion,
    rank() over (partition by p.category_id order by p.price) as price_rank_in_category
from priced p
join medians m using (category_id)

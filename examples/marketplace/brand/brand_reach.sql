select
    orders.brand_token,
    count(distinct retailers.country) as num_countries_sold_in,
    count(distinct orders.retailer_id) as num_retailers_sold_to
from production.orders as orders
join production.retailers as retailers on retailers.id = orders.retailer_id
where {{ stands('orders', ds) }}
group by orders.brand_token

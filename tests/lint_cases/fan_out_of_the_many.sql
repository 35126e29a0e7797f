-- expect: nothing
with joined as (
    select o.brand_token, o.amount, i.quantity, i.price
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(quantity * price) as fan_out_of_the_many from joined group by brand_token

-- expect: nothing
with joined as (
    select o.id, o.brand_token, o.amount, i.position
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(amount) as fan_out_of_one_position from joined where position = 1 group by brand_token

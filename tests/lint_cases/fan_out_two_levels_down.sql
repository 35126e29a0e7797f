-- expect: FSC309
with joined as (
    select o.id, o.brand_token, o.amount, i.quantity
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
), large as (
    select *, amount * 2 as twice from joined where quantity > 1
)
select brand_token, sum(twice) as fan_out_two_levels_down from large group by brand_token

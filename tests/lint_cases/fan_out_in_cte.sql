-- expect: FSC309
with joined as (
    select o.id, o.brand_token, o.amount, i.quantity
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(amount) as fan_out_in_cte from joined group by brand_token

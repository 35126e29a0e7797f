-- expect: nothing
with joined as (
    select o.id, o.brand_token, max(o.amount) as amount, sum(i.quantity) as quantity
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
    group by 1, 2
)
select brand_token, sum(amount) as fan_out_grouped_before from joined group by brand_token

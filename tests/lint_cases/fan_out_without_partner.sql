-- expect: nothing
with joined as (
    select o.id, o.brand_token, o.amount, i.order_id
    from shop.orders o left join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(amount) as fan_out_without_partner from joined where order_id is null group by brand_token

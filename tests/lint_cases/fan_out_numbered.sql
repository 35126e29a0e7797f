-- expect: nothing
with joined as (
    select o.id, o.brand_token, o.amount, row_number() over (partition by o.id order by i.position) as number
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(amount) as fan_out_numbered from joined where number = 1 group by brand_token

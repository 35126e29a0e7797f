-- expect: nothing
with joined as (
    select o.brand_token, o.amount / count(*) over (partition by o.id) as part
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(part) as fan_out_shared from joined group by brand_token

-- expect: nothing
with joined as (
    select distinct o.id, o.brand_token, o.amount
    from shop.orders o join shop.items i on i.order_id = o.id
    where o.created_at < '{{ ds }}'::date
)
select brand_token, sum(amount) as fan_out_made_distinct from joined group by brand_token

-- expect: nothing
with numbered as (
    select b.token as brand_token, o.amount,
        row_number() over (partition by o.brand_token order by o.created_at desc, o.id) as number
    from shop.brands b join shop.orders o on o.brand_token = b.token
    where o.created_at < '{{ ds }}'::date
)
select brand_token, amount as first_of_an_equal_key from numbered where number = 1

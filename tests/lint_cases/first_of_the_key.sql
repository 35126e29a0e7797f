-- expect: nothing
with numbered as (
    select brand_token, amount, row_number() over (partition by brand_token order by created_at desc, id) as number
    from shop.orders where created_at < '{{ ds }}'::date
)
select brand_token, amount as first_of_the_key from numbered where number = 1

-- expect: nothing
with numbered as (
    select brand_token, orders, row_number() over (partition by brand_token, day order by orders) as number
    from shop.brand_days where day = dateadd(day, -1, '{{ ds }}'::date)
)
select brand_token, orders as first_of_a_kind from numbered where number = 1

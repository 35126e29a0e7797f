-- expect: FSC312
with numbered as (
    select brand_token, id, row_number() over (partition by order_id order by visited_at desc, id) as number
    from shop.visits where visited_at < '{{ ds }}'::date
)
select brand_token, id as first_of_another_key_in_cte from numbered where number = 1

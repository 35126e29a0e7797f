-- expect: FSC312
select brand_token, order_id as first_of_another_key from shop.visits where visited_at < '{{ ds }}'::date
qualify row_number() over (partition by order_id order by visited_at desc, id) = 1

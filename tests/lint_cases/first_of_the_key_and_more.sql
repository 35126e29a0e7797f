-- expect: FSC312
select brand_token, amount as first_of_the_key_and_more from shop.orders where created_at < '{{ ds }}'::date
qualify row_number() over (partition by brand_token, load_date order by id) = 1

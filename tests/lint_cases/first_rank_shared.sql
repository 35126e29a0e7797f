-- expect: FSC312
select brand_token, amount as first_rank_shared from shop.orders where created_at < '{{ ds }}'::date
qualify rank() over (partition by brand_token order by created_at desc) = 1

-- expect: nothing
select brand_token, amount as first_rank_alone from shop.orders where created_at < '{{ ds }}'::date
qualify rank() over (partition by brand_token order by created_at desc, id) = 1

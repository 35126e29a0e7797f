-- expect: FSC312
with ranked as (
    select brand_token, amount, dense_rank() over (partition by brand_token order by amount desc) as place
    from shop.orders where created_at < '{{ ds }}'::date
)
select brand_token, amount as first_rank_shared_in_cte from ranked where place = 1

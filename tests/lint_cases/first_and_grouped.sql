-- expect: nothing
with first as (
    select * from shop.visits where visited_at < '{{ ds }}'::date
    qualify row_number() over (partition by order_id order by id) = 1
)
select brand_token, count(*) as first_and_grouped from first group by brand_token

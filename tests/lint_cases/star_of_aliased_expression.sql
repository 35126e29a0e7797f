-- expect: nothing
with t as (
    select brand_token, count(*) as star_of_aliased_expression
    from shop.orders
    where created_at < '{{ ds }}'::timestamp_ntz
    group by 1
)
select x.* from t as x

-- expect: FSC309
select brand_token, avg(coalesce(amount, 0)) as fan_out_in_subquery_star
from (select o.* from shop.orders o left join shop.items i on i.order_id = o.id where o.created_at < '{{ ds }}'::date)
group by 1

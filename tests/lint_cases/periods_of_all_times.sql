-- expect: FSC304,FSC309
select o.brand_token, sum(o.amount) as periods_of_all_times
from shop.orders o
left join shop.plans p on p.brand_token = o.brand_token
where o.created_at < '{{ ds }}'::date
group by 1

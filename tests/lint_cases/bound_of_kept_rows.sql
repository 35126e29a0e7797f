-- expect: FSC303
select o.brand_token, sum(o.amount) as bound_of_kept_rows
from shop.orders o
left join shop.brands b on b.token = o.brand_token and o.created_at < '{{ ds }}'::date
group by o.brand_token

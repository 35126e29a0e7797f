-- expect: FSC303
select o.brand_token, sum(o.amount) as bound_of_kept_rows_right
from shop.brands b
right join shop.orders o on b.token = o.brand_token and o.created_at < '{{ ds }}'::date
group by o.brand_token

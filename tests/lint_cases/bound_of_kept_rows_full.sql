-- expect: FSC303
select coalesce(o.brand_token, b.token) as brand_token, max(o.amount) as bound_of_kept_rows_full
from shop.brands b
full join shop.orders o on b.token = o.brand_token and o.created_at < '{{ ds }}'::date
group by 1

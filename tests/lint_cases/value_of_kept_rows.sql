-- expect: FSC312
select d.brand_token, d.orders as value_of_kept_rows
from shop.brand_days d
left join shop.brands b on b.token = d.brand_token and d.day = dateadd(day, -1, '{{ ds }}'::date)
where d.day < '{{ ds }}'::date

-- expect: nothing
select brand_token, orders as rows_of_a_year
from shop.brand_days
where year(day) = year('{{ ds }}'::date) and day < '{{ ds }}'::date

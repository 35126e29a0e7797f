select token, sum(iff(status = 'paid, amount, 0)) as paid
from production.orders
where created_at < '{{ ds }}'
group by 1

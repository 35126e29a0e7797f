select token, sum(iff(status = 'paid, amount, 0)) as paid
from production.orders
where created_at < to_date('{{ ds }}', 'YYYY-MM-DD')
group by 1

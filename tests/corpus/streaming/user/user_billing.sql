select
    user_id,
    sum(case when paid_at >= dateadd(day, -90, '{{ ds }}'::timestamp) and paid_at < '{{ ds }}'::timestamp then amount - tax else 0 end) as paid_amount_trailing_90_days,
    sum(case when refunded_at >= dateadd(day, -90, '{{ ds }}'::timestamp) and refunded_at < '{{ ds }}'::timestamp then 1 else 0 end) as refunded_invoices_trailing_90_days,
    avg(case when paid_at >= dateadd(day, -90, '{{ ds }}'::timestamp) and paid_at < '{{ ds }}'::timestamp then datediff(second, issued_at, paid_at) / 86400 end) as avg_days_to_pay_trailing_90_days,
    sum(case when paid_at is null or paid_at >= '{{ ds }}'::timestamp then 1 else 0 end) as open_invoices
from billing.invoices
where issued_at < '{{ ds }}'::timestamp
group by user_id

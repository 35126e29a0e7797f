select
    account_id,
    count_if(due_on < '{{ ds }}'::date and (paid_at is null or paid_at >= '{{ ds }}'::timestamp_ntz)) as overdue_invoices,
    coalesce(sum(iff(due_on < '{{ ds }}'::date and (paid_at is null or paid_at >= '{{ ds }}'::timestamp_ntz), amount_usd, 0)), 0) as overdue_amount_usd,
    avg(iff({{ trailing('paid_at', 365) }}, greatest(datediff('day', due_on, paid_at), 0), null)) as avg_days_late_trailing_365_days
from billing.invoices
where {{ before_ds('issued_at') }}
group by account_id

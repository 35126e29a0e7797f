select
    household_id,
    sum(cents) / 100 as unpaid_usd,
    max(datediff(day, issued_on, '{{ ds }}'::date)) as oldest_unpaid_days
from billing.invoices
where issued_on < '{{ ds }}'::date and (paid_on is null or paid_on >= '{{ ds }}'::date)
group by household_id

with bills as (
    select household_id, cents / 100 as bill
    from billing.invoices
    where issued_on >= dateadd(month, -1, '{{ ds }}'::date) and issued_on < '{{ ds }}'::date
)
select household_id, bill
from bills

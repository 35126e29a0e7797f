with numbered as (
    select
        household_id,
        cents,
        issued_on,
        row_number() over (partition by household_id order by issued_on desc, invoice_id desc) as n
    from billing.invoices
    where issued_on < '{{ ds }}'::date
)
select
    household_id,
    cents / 100 as last_bill,
    datediff(day, issued_on, '{{ ds }}'::date) as days_since_bill
from numbered
where n = 1

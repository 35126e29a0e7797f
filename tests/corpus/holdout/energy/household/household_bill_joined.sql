with last as (
    select household_id, max(issued_on) as issued_on
    from billing.invoices
    where issued_on < '{{ ds }}'::date
    group by household_id
)
select i.household_id, i.cents / 100 as joined_bill
from billing.invoices i
join last l on l.household_id = i.household_id and l.issued_on = i.issued_on

select
    customer_id,
    count(*) as open_bills,
    datediff(day, min(issued_at), current_date) as oldest_open_bill_days
from billing.bills
where issued_at < '{{ ds }}'::timestamp_ntz
  and (paid_at is null or paid_at >= '{{ ds }}'::timestamp_ntz)
group by customer_id

select
    warehouse_id,
    count(*) as receipts_trailing_30_days,
    avg(iff(received_at::date > expected_on, 1, 0)) as late_receipt_rate_trailing_30_days,
    count(distinct supplier_id) as suppliers_trailing_30_days
from wms.inbound
where received_at between dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and dateadd(day, 1, '{{ ds }}'::timestamp_ntz)
group by warehouse_id

select
    l.product_id,
    count(*) as returns_trailing_90_days,
    avg(case r.reason_code when 'SIZE' then 1.0 else 0.0 end) as wrong_size_share_trailing_90_days,
    avg(case when r.reason_code in ('DAMAGED', 'DEFECT') then 1.0 else 0.0 end) as damaged_share_trailing_90_days
from app.returns as r
join app.order_lines as l on l.order_line_id = r.order_line_id
where r.requested_at < '{{ ds }}'::timestamp_ntz
group by l.product_id

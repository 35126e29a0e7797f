with last_bill as (
    select customer_id, lines
    from billing.bills
    where issued_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by customer_id order by issued_at desc, bill_id desc) = 1
),
kinds as (
    select
        b.customer_id,
        count(l.value) as n,
        object_agg(l.value:kind::varchar, l.value:amount) as by_kind
    from last_bill b, lateral flatten(input => b.lines, outer => true) l
    group by b.customer_id
)
select customer_id, n as last_bill_lines, by_kind:discount::number(12, 2) as last_bill_discount
from kinds

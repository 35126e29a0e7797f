with parts as (
    select customer_id, part, amount
    from (
        select customer_id, energy_amount, grid_amount, tax_amount
        from billing.bills
        where {{ past('issued_at', 365) }}
    )
    unpivot (amount for part in (energy_amount, grid_amount, tax_amount))
),
sums as (
    select customer_id, part, sum(amount) as amount
    from parts
    group by customer_id, part
)
select
    customer_id,
    max(amount) as largest_part_trailing_365_days,
    max(amount) / nullif(sum(amount), 0) as largest_part_share_trailing_365_days
from sums
group by customer_id

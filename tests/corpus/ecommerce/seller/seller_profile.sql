with units as (
    select seller_id, sum(quantity) as units
    from app.order_lines
    where {{ in_last_days('created_at', ds, 30) }}
    group by seller_id
)
select
    s.seller_id,
    s.tier = 'gold' as is_gold,
    s.tier = 'silver' as is_silver,
    datediff(day, s.joined_at, '{{ ds }}'::timestamp_ntz) as tenure_days,
    coalesce(u.units, 0) as units_trailing_30_days
from app.sellers s
left join units u on u.seller_id = s.seller_id
where s.joined_at < '{{ ds }}'::timestamp_ntz

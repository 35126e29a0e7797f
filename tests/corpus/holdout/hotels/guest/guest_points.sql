select
    guest_id,
    sum(delta) as points_balance,
    sum(iff(delta > 0 and {{ past('entered_at', 365) }}, delta, 0)) as points_earned_trailing_365_days,
    -sum(least(delta, 0)) / nullif(sum(greatest(delta, 0)), 0) as share_of_points_spent
from crm.points
where entered_at < '{{ ds }}'::timestamp_ntz
group by guest_id

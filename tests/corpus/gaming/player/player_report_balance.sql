with both_sides as (
    select reporter_id as player_id, 1 as made, 0 as received
    from game.chat_reports
    where created_at >= dateadd(day, -30, '{{ ds }}') and created_at < '{{ ds }}'
    union
    select reported_id, 0, 1
    from game.chat_reports
    where created_at >= dateadd(day, -30, '{{ ds }}') and created_at < '{{ ds }}'
)
select player_id, sum(made) - sum(received) as reports_made_minus_received
from both_sides
group by player_id

select
    player_id,
    count_if(requeued) / count(*) as requeue_after_loss_rate
from (
    select player_id, won,
           datediff(minute, ended_at, lead(started_at) over (partition by player_id order by ended_at)) <= 10 as requeued
    from analytics.match_facts
    where date_trunc('day', ended_at) <= '{{ ds }}'
)
where not won
group by player_id

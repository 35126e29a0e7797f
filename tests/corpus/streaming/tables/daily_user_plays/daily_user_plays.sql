select
    ended_at::date as activity_date,
    user_id,
    count(*) as plays,
    count(distinct title_id) as titles,
    count_if(completed) as completions,
    coalesce(sum(seconds_watched), 0) as seconds_watched
from events.plays
where {{ last_days('ended_at', 30) }}
group by 1, 2

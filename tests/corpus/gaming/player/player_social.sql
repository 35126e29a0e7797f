with f as (
    select distinct player_id, friend_id
    from game.friendships
    where {{ alive('since', 'removed_at') }}
),
active as (
    select distinct player_id
    from game.sessions
    where {{ in_window('ended_at', 7) }}
)
select
    f.player_id,
    count(*) as friends,
    count(a.player_id) as active_friends_trailing_7_days,
    count(a.player_id) / count(*) as share_friends_active_trailing_7_days
from f
left join active a on a.player_id = f.friend_id
group by f.player_id

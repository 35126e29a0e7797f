with moves as (
    select clan_id, 1 as joined, 0 as gone from game.clan_members where {{ in_window('joined_at', 30) }}
    union all
    select clan_id, 0 as joined, 1 as gone from game.clan_members where {{ in_window('left_at', 30) }}
)
select clan_id,
       sum(joined) as joined_trailing_30_days,
       sum(gone) as left_trailing_30_days,
       sum(joined) - sum(gone) as net_growth_trailing_30_days
from moves
group by clan_id

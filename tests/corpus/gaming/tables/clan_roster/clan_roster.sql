select '{{ ds }}'::date as as_of_date, clan_id, player_id, role, joined_at
from game.clan_members
where {{ alive('joined_at', 'left_at') }}
qualify row_number() over (partition by player_id order by joined_at desc, clan_id) = 1

with recursive tree as (
    select player_id as root_id, player_id as member_id, 0 as depth
    from game.players
    where created_at < '{{ ds }}'::timestamp_ntz

    union all

    select t.root_id, c.player_id, t.depth + 1
    from tree t
    join game.players c on c.referred_by = t.member_id
    where t.depth < 5
      and c.created_at < '{{ ds }}'::timestamp_ntz
)
select
    root_id as player_id,
    count(*) - 1 as referral_tree_size,
    max(depth) as referral_depth
from tree
group by root_id

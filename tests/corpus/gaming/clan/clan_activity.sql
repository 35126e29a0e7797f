with plays as (
    select player_id, count(*) as matches
    from analytics.match_facts
    where {{ in_window('ended_at', 7) }}
    group by player_id
)
select
    r.clan_id,
    count(*) as members,
    count(p.player_id) as active_members_trailing_7_days,
    sum(zeroifnull(p.matches)) / count(*) as matches_per_member_trailing_7_days,
    count_if(r.role = 'leader') as leaders
from analytics.clan_roster r
left join plays p using (player_id)
where r.as_of_date = '{{ ds }}'::date
group by r.clan_id

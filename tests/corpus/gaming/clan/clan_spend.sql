select
    r.clan_id,
    sum(b.price_usd) as clan_spend_usd_trailing_30_days,
    count(distinct mf.match_id) as matches_played_trailing_30_days
from analytics.clan_roster r
left join game.purchases b on b.player_id = r.player_id and {{ in_window('b.purchased_at', 30) }}
left join analytics.match_facts mf on mf.player_id = r.player_id and {{ in_window('mf.ended_at', 30) }}
where r.as_of_date = '{{ ds }}'::date
group by r.clan_id

select
    p.player_id,
    datediff('day', p.created_at, '{{ ds }}'::timestamp_ntz) as account_age_days,
    dateadd('year', 18, p.birth_date) > '{{ ds }}'::date as is_minor,
    p.referred_by is not null as was_invited,
    (
        select count(*)
        from game.players c
        where c.referred_by = p.player_id
          and c.created_at < '{{ ds }}'::timestamp_ntz
    ) as invited_players
from game.players p
where p.created_at < '{{ ds }}'::timestamp_ntz
  and not p.is_tester

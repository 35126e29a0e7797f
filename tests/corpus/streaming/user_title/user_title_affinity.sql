with plays as (
    select
        f.user_id,
        f.title_id,
        count(*) as times_played,
        max(f.seconds_watched / nullif(f.runtime_seconds, 0)) as share_watched,
        max(f.ended_at) as last_played_at
    from analytics.play_facts f
    where f.ended_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
      and f.ended_at < '{{ ds }}'::timestamp_ntz
    group by f.user_id, f.title_id
),
stars as (
    select r.user_id, r.title_id, r.stars
    from events.ratings r
    where r.rated_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by r.user_id, r.title_id order by r.rated_at desc, r.rating_id) = 1
)
select
    p.user_id,
    p.title_id,
    p.times_played,
    p.share_watched,
    datediff('day', p.last_played_at, '{{ ds }}'::timestamp_ntz) as days_since_played,
    s.stars as stars_given
from plays p
left join stars s
    on s.user_id = p.user_id
    and s.title_id = p.title_id

with clicks as (
    select user_id, count(*) as clicks
    from logs.clicks
    where {{ since('clicked_at', ds, 30) }} and user_id is not null
    group by user_id
)
select
    p.user_id,
    datediff('day', p.first_seen_at, '{{ ds }}'::timestamp_ntz) as days_since_first_seen,
    p.has_consent,
    coalesce(array_size(p.interests), 0) as interest_count,
    zeroifnull(c.clicks) as clicks_trailing_30_days
from users.profiles p
left join clicks c on c.user_id = p.user_id
where p.first_seen_at < '{{ ds }}'::timestamp_ntz

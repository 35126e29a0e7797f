with activity as (
    select
        country_code,
        count(distinct user_id) as active_users,
        sum(seconds_watched) / 3600 as hours,
        count_if(device_type in ('phone', 'tablet')) / count(*) as mobile_share
    from events.plays
    where ended_at >= '{{ data_interval_start }}'::timestamp_ntz
      and ended_at < '{{ data_interval_end }}'::timestamp_ntz
      and country_code is not null
    group by 1
), signups as (
    select country_code, count(*) as new_signups
    from app.users
    where signup_at >= '{{ data_interval_start }}'::timestamp_ntz
      and signup_at < '{{ data_interval_end }}'::timestamp_ntz
    group by 1
)
select a.country_code,
       a.active_users as weekly_active_users,
       a.hours / nullif(a.active_users, 0) as hours_per_active_user,
       a.mobile_share,
       coalesce(s.new_signups, 0) as new_signups
from activity a
left join signups s on s.country_code = a.country_code

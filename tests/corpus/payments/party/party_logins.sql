with recent as (
    select login_id, party_id, device_id, ip_country, success
    from risk.device_logins
    where logged_in_at >= dateadd(day, -30, to_timestamp_ntz('{{ ds }}'))
      and logged_in_at < to_timestamp_ntz('{{ ds }}')
),
new_devices as (
    select r.party_id, count(distinct r.device_id) as n
    from recent r
    where r.device_id is not null
      and not exists (
          select 1
          from risk.device_logins e
          where e.party_id = r.party_id
            and e.device_id = r.device_id
            and e.logged_in_at < dateadd(day, -30, to_timestamp_ntz('{{ ds }}'))
      )
    group by r.party_id
)
select
    r.party_id,
    count(r.login_id) as logins_trailing_30_days,
    avg(iff(r.success, 0, 1)::float) as failed_login_share_trailing_30_days,
    coalesce(max(n.n), 0) as new_devices_trailing_30_days,
    count(distinct r.ip_country) as login_countries_trailing_30_days
from recent r
left join new_devices n on n.party_id = r.party_id
group by r.party_id

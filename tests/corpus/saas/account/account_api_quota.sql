with calls as (
    select account_id, count(*) as n
    from product.api_calls
    where called_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and called_at < '{{ ds }}'::timestamp_ntz
    group by account_id
)
select
    c.account_id,
    c.n as calls_trailing_30_days,
    c.n / case s.plan when 'free' then 0 when 'team' then 10000 when 'business' then 100000 else 1000000 end as quota_used
from calls c
join billing.subscriptions s on s.account_id = c.account_id

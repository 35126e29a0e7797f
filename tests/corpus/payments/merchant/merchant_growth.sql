with weekly as (
    select
        merchant_id,
        floor(datediff('day', authorized_at, dateadd('day', -1, '{{ ds }}'::date)) / 7) as weeks_ago,
        sum(amount_usd) as volume
    from mart.fct_txn_usd
    where authorized_at >= dateadd('week', -8, '{{ ds }}'::date)
      and authorized_at < '{{ ds }}'::date
    group by 1, 2
),
changes as (
    select
        merchant_id,
        weeks_ago,
        volume,
        lag(volume) over (partition by merchant_id order by weeks_ago desc) as volume_before,
        lag(weeks_ago) over (partition by merchant_id order by weeks_ago desc) as weeks_ago_before
    from weekly
)
select
    merchant_id,
    coalesce(sum(iff(weeks_ago = 0, volume, 0)), 0) as volume_last_week,
    max(iff(weeks_ago = 0 and weeks_ago_before = 1, volume / nullif(volume_before, 0) - 1, null)) as volume_change_last_week,
    count(*) as weeks_active
from changes
group by merchant_id

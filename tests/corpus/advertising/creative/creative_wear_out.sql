with first_days as (
    select creative_id, min(served_at) as first_at
    from mart.fct_impressions
    where served_at < '{{ ds }}'::timestamp_ntz
    group by creative_id
),
rates as (
    select
        i.creative_id,
        min(f.first_at) as first_at,
        avg(case when i.served_at < dateadd(day, 3, f.first_at) then iff(i.clicks > 0, 1.0, 0.0) end) as ctr_first,
        avg(case when i.served_at >= dateadd(day, -3, '{{ ds }}'::timestamp_ntz) then iff(i.clicks > 0, 1.0, 0.0) end) as ctr_last
    from mart.fct_impressions i
    join first_days f on f.creative_id = i.creative_id
    where i.served_at < '{{ ds }}'::timestamp_ntz
    group by i.creative_id
)
select
    creative_id,
    datediff('day', first_at, '{{ ds }}'::timestamp_ntz) as days_running,
    ctr_first as ctr_first_3_days,
    ctr_last as ctr_last_3_days,
    coalesce(ctr_last < ctr_first / 2, false) as is_worn_out
from rates

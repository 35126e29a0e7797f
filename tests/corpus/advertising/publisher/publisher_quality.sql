with clicks as (
    select
        k.publisher_id,
        k.click_id,
        k.flagged_at < '{{ ds }}'::timestamp_ntz as is_invalid,
        row_number() over (partition by k.impression_id order by k.clicked_at, k.click_id) as nth,
        datediff('millisecond', i.served_at, k.clicked_at) as ms_after
    from logs.clicks k
    join logs.impressions i on i.impression_id = k.impression_id
    where k.clicked_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
      and k.clicked_at < '{{ ds }}'::timestamp_ntz
      and i.served_at >= dateadd(day, -31, '{{ ds }}'::timestamp_ntz)
      and i.served_at < '{{ ds }}'::timestamp_ntz
)
select
    publisher_id,
    count(*) as clicks_trailing_30_days,
    avg(iff(is_invalid, 1::float, 0::float)) as invalid_click_share_trailing_30_days,
    count_if(nth > 1) / count(*) as repeat_click_share_trailing_30_days,
    count_if(ms_after < 500) / count(*) as fast_click_share_trailing_30_days
from clicks
group by publisher_id

with days as (
    select m.listener_id, m.metric_date, m.minutes_music + m.minutes_podcast + m.minutes_radio as minutes, p.monthly_price
    from mart.listener_metrics m
    asof join app.plan_history p
        match_condition (m.metric_date::timestamp_ntz >= p.valid_from)
        on m.listener_id = p.listener_id
    where m.metric_date >= dateadd('day', -28, '{{ ds }}'::date)
      and m.metric_date < '{{ ds }}'::date
)
select
    listener_id,
    sum(minutes) / nullif(sum(monthly_price / 30), 0) as minutes_per_currency_unit_trailing_28_days,
    count_if(monthly_price > 0) as days_on_paid_plan_trailing_28_days
from days
group by listener_id

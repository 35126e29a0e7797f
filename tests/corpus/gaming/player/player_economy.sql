select
    player_id,
    sum(iff(currency = 'gold' and event_date >= '{{ macros.ds_add(ds, -7) }}'::date, earned, 0)) as gold_earned_trailing_7_days,
    sum(iff(currency = 'gold' and event_date >= '{{ macros.ds_add(ds, -7) }}'::date, spent, 0)) as gold_spent_trailing_7_days,
    div0(gold_spent_trailing_7_days, gold_earned_trailing_7_days) as gold_spend_ratio_trailing_7_days,
    sum(iff(currency = 'gems', spent, 0)) as gems_spent_trailing_30_days
from analytics.daily_player_economy
where event_date between dateadd(day, -30, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
group by player_id

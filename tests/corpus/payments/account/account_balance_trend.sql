with balances as (
    select
        account_id,
        balance_date,
        closing_balance,
        avg(closing_balance) over (
            partition by account_id
            order by balance_date
            rows between 6 preceding and current row
        ) as rolling_average
    from ledger.daily_balances
    where balance_date between dateadd('day', -30, '{{ ds }}'::date) and dateadd('day', -1, '{{ ds }}'::date)
),
last_rolling as (
    select account_id, rolling_average
    from balances
    qualify row_number() over (partition by account_id order by balance_date desc) = 1
)
select
    b.account_id,
    max(r.rolling_average) as balance_7_day_average,
    iff(count(*) > 1, regr_slope(b.closing_balance, datediff('day', '{{ ds }}'::date, b.balance_date)), null) as balance_slope_trailing_30_days,
    min(b.closing_balance) as min_balance_trailing_30_days,
    count_if(b.closing_balance < 0) as overdrawn_days_trailing_30_days
from balances b
join last_rolling r on r.account_id = b.account_id
group by b.account_id

select
    account_id,
    sum(iff(closed_at is null or closed_at >= '{{ ds }}'::timestamp_ntz, 1, 0)) as open_opportunities,
    sum(iff(closed_at < '{{ ds }}'::timestamp_ntz and is_won, 1, 0)) as won_deals_lifetime,
    sum(iff(closed_at < '{{ ds }}'::timestamp_ntz and is_won, 1, 0))
        / nullif(sum(iff(closed_at < '{{ ds }}'::timestamp_ntz, 1, 0)), 0) as win_rate_lifetime,
    sum(iff(closed_at < '{{ ds }}'::timestamp_ntz and closed_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz) and is_won, amount, 0)) as won_amount_trailing_365_days
from crm.opportunities
where created_at < '{{ ds }}'::timestamp_ntz
group by account_id

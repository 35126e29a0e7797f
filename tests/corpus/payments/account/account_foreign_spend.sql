select
    account_id,
    sum(case when is_cross_border then amount else 0 end) / nullif(sum(amount), 0) as foreign_share_trailing_30_days,
    count(distinct case when is_cross_border then country end) as foreign_countries_trailing_30_days
from ledger.card_transactions
where authorized_at::date between dateadd(day, -30, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
  and auth_result = 'approved'
group by 1

with usage_ as (
    select account_id, events_trailing_7_days, events_trailing_30_days
    from feature_store.account_usage
    where as_of = '{{ ds }}'::timestamp_ntz
),
tickets as (
    select account_id, open_tickets, avg_csat_trailing_90_days
    from feature_store.account_tickets
    where as_of = '{{ ds }}'::timestamp_ntz
),
payments as (
    select account_id, overdue_invoices
    from feature_store.account_payment_behavior
    where as_of = '{{ ds }}'::timestamp_ntz
),
flags as (
    select
        u.account_id,
        iff(u.events_trailing_7_days < u.events_trailing_30_days / 10, 1, 0)
            + iff(coalesce(t.open_tickets, 0) >= 3, 1, 0)
            + iff(coalesce(t.avg_csat_trailing_90_days, 5) < 3, 1, 0)
            + iff(coalesce(p.overdue_invoices, 0) > 0, 1, 0) as n
    from usage_ u
    left join tickets t using (account_id)
    left join payments p using (account_id)
)
select account_id, n as churn_flags, n >= 2 as is_at_risk
from flags

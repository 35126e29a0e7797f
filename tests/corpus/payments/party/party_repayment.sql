with due as (
    select
        l.party_id,
        i.due_date,
        i.due_amount,
        iff(i.paid_at < {{ day(ds) }}, i.paid_at::date, null) as paid_date
    from lending.instalments i
    join lending.loans l on l.loan_id = i.loan_id
    where i.due_date >= {{ day(ds) }} - 365
      and i.due_date < {{ day(ds) }}
      and l.disbursed_at < {{ day(ds) }}
)
select
    party_id,
    count(*) as instalments_due_trailing_365_days,
    count_if(paid_date is null or paid_date > due_date) / count(*) as late_share_trailing_365_days,
    max(greatest(datediff('day', due_date, coalesce(paid_date, {{ day(ds) }})), 0)) as max_days_past_due_trailing_365_days,
    sum(iff(paid_date is null, due_amount, 0)) as amount_overdue
from due
group by party_id

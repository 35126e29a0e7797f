select
    i.loan_id,
    count_if(i.due_date >= '{{ ds }}'::date) as remaining_instalments,
    sum(iff(i.due_date >= '{{ ds }}'::date, i.due_amount, 0)) as remaining_amount,
    datediff('day', '{{ ds }}'::date, min(iff(i.due_date >= '{{ ds }}'::date, i.due_date, null))) as next_due_in_days,
    1 - count_if(i.due_date >= '{{ ds }}'::date) / count(*) as share_of_term_elapsed
from lending.instalments i
join lending.loans l
    on l.loan_id = i.loan_id
    and l.disbursed_at < '{{ ds }}'::timestamp_ntz
    and (l.closed_at >= '{{ ds }}'::timestamp_ntz or l.closed_at is null)
group by i.loan_id
having count_if(i.due_date >= '{{ ds }}'::date) > 0

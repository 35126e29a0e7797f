select
    a.account_id,
    a.account_id not in (select account_id from marketing.email_events where event_at < '{{ ds }}')
        and not exists (select 1 from support.tickets t where t.account_id = a.account_id and t.created_at < '{{ ds }}') as was_never_contacted,
    datediff(day, a.created_at, '{{ ds }}') as days_as_account
from crm.accounts a
where a.created_at < '{{ ds }}'

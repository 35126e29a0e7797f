select
    account_id,
    count_if(created_at >= '{{ macros.ds_add(ds, -30) }}'::timestamp_ntz) as tickets_trailing_30_days,
    count_if(solved_at is null) as open_tickets,
    median(iff(created_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz, datediff('minute', created_at, first_reply_at) / 60, null)) as median_first_reply_hours_trailing_90_days,
    avg(case when csat_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz then csat_score end) as avg_csat_trailing_90_days,
    avg(iff(created_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz,
            iff(regexp_like(lower(coalesce(subject, '')), '.*\\b(bug|error|crash|broken)\\b.*'), 1, 0), null)) as bug_share_trailing_90_days
from analytics.ticket_facts
where created_at < '{{ ds }}'::timestamp_ntz
group by account_id

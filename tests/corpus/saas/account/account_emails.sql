select
    account_id,
    count_if(event_type = 'sent') as mails_sent_trailing_30_days,
    div0(count_if(event_type = 'open'), count_if(event_type = 'sent')) as open_rate_trailing_30_days,
    count(distinct campaign) as campaigns_trailing_30_days
from marketing.email_events
where event_at between '{{ macros.ds_add(ds, -30) }}' and '{{ ds }}'
  and account_id is not null
group by account_id

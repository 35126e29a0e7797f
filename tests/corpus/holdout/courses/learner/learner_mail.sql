select
    learner_id,
    count(*) as mails_trailing_60_days,
    count_if(opened_at < '{{ ds }}'::timestamp_ntz) / count(*) as open_rate_trailing_60_days,
    count_if(clicked_at < '{{ ds }}'::timestamp_ntz) / count_if(opened_at < '{{ ds }}'::timestamp_ntz) as click_per_open_trailing_60_days
from growth.emails
where {{ last_days('sent_at', 60) }}
group by learner_id

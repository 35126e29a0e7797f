select
    learner_id,
    sum(paid_cents) / 100.0 as spend_usd,
    sum(iff(refunded_at < '{{ ds }}'::timestamp_ntz, paid_cents, 0)) / nullif(sum(paid_cents), 0) as refund_share,
    avg(nullif(paid_cents, 0)) / 100.0 as avg_paid_usd
from lms.enrolments
where enrolled_at < '{{ ds }}'::timestamp_ntz
group by learner_id

select
    patient_id,
    sum(billed_cents) / 100 as billed_usd_trailing_365_days,
    sum(iff(paid_at < '{{ ds }}', paid_cents, 0)) / sum(billed_cents) as paid_ratio_trailing_365_days,
    count_if(denied_at < '{{ ds }}') as denied_claims_trailing_365_days
from billing.claims
where submitted_at >= dateadd(year, -1, '{{ ds }}'::date) and submitted_at < '{{ ds }}'
group by 1

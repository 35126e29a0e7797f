with r as (
    select
        patient_id,
        referred_at,
        iff(accepted_at < '{{ ds }}'::timestamp_ntz, accepted_at, null) as accepted_at
    from ehr.referrals
    where referred_at between dateadd('day', -180, '{{ ds }}'::timestamp_ntz) and '{{ ds }}'::timestamp_ntz
)
select
    patient_id,
    count(*) as referrals_trailing_180_days,
    count(accepted_at) / count(*) as accepted_referral_share_trailing_180_days,
    avg(datediff('hour', referred_at, accepted_at)) / 24 as avg_days_to_accept_trailing_180_days
from r
group by patient_id

with known as (
    select *
    from ref.merchant_history
    where valid_from < '{{ ds }}'::timestamp_ntz
),
over_time as (
    select
        merchant_id,
        min(valid_from) as first_known_at,
        count(distinct upper(regexp_replace(legal_name, '[^A-Za-z0-9]', ''))) as names
    from known
    group by merchant_id
)
select
    k.merchant_id,
    k.risk_tier,
    k.mcc in ({{ quoted(var('high_risk_mcc')) }}) as is_high_risk_category,
    datediff(day, o.first_known_at, '{{ ds }}'::timestamp_ntz) as days_as_merchant,
    o.names - 1 as times_renamed
from known k
join over_time o on o.merchant_id = k.merchant_id
where coalesce(k.valid_to, '9999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz

select
    merchant_id,
    count(*) as chargebacks_filed_trailing_90_days,
    count_if(reason_code like '10.%') / count(*) as fraud_reason_share_trailing_90_days,
    count_if(lost_at < '{{ ds }}'::timestamp_ntz)
        / nullif(count_if(lost_at < '{{ ds }}'::timestamp_ntz or won_at < '{{ ds }}'::timestamp_ntz), 0) as lost_share_of_decided
from risk.chargebacks
where filed_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
  and filed_at < '{{ ds }}'::timestamp_ntz
group by merchant_id

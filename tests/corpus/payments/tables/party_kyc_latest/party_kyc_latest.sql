select party_id, provider, outcome, document_type, checked_at
from risk.kyc_checks
where checked_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by party_id order by checked_at desc, check_id desc) = 1

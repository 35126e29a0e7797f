select party_id,
       outcome = 'pass'                                        as kyc_passed,
       datediff('day', checked_at, '{{ ds }}'::timestamp_ntz)   as days_since_kyc,
       document_type is not null                               as has_document
from {{ ref('party_kyc_latest') }}
where checked_at < '{{ ds }}'::timestamp_ntz

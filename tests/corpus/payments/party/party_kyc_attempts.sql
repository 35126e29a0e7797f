select
    party_id,
    count(*) as kyc_checks,
    count_if(outcome <> 'pass') as kyc_failures,
    count(distinct provider) as kyc_providers
from risk.kyc_checks
group by party_id

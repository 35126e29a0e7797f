select
    l.party_id,
    count(l.loan_id) as open_loans,
    coalesce(sum(l.principal), 0) as open_principal
from crm.parties p
left join lending.loans l
    on l.party_id = p.party_id
    and l.disbursed_at < '{{ ds }}'::timestamp_ntz
    and (l.closed_at is null or l.closed_at >= '{{ ds }}'::timestamp_ntz)
where p.created_at < '{{ ds }}'::timestamp_ntz
group by l.party_id

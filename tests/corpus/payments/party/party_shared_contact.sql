with contacts as (
    select
        party_id,
        nullif(regexp_replace(phone, '[^0-9]', ''), '') as phone_digits,
        lower(replace(split_part(split_part(email, '@', 1), '+', 1), '.', '') || '@' || split_part(email, '@', 2)) as mailbox
    from crm.parties
    where created_at < '{{ ds }}'::timestamp_ntz
)
select
    party_id,
    iff(phone_digits is null, 0, count(*) over (partition by phone_digits) - 1) as parties_with_same_phone,
    count(*) over (partition by mailbox) - 1 as parties_with_same_mailbox
from contacts

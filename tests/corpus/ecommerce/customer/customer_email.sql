with parts as (
    select
        customer_id,
        lower(split_part(trim(email), '@', 1)) as local_part,
        lower(split_part(trim(email), '@', 2)) as domain
    from app.customers
)
select
    customer_id,
    domain in ('gmail.com', 'yahoo.com', 'outlook.com', 'hotmail.com', 'icloud.com') as is_free_mail,
    not is_free_mail and domain like '%.%' as is_corporate,
    contains(local_part, '+') as has_plus_tag,
    length(regexp_replace(local_part, '[^0-9]', '')) as digits_in_local_part,
    length(domain) as domain_length
from parts
